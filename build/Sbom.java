import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Holds a bill of materials against the libraries that a program is run with: what the one lists
/// and the other has are the same files, byte by byte.
///
/// `java build/Sbom.java BOM LIB offline=false` names what differs and exits with 1. Maven runs it
/// in `verify`. The plugin that makes the bill does nothing where Maven is told to stay offline;
/// then this says so and checks nothing, since a bill from an earlier build says nothing of this
/// one.
class Sbom {

    private static final Pattern DIGEST =
            Pattern.compile(
                    "\"alg\"\\s*:\\s*\"SHA-256\"\\s*,\\s*\"content\"\\s*:\\s*\"(\\w{64})\"");

    public static void main(String[] arguments) throws IOException {
        var bom = Path.of(arguments[0]);
        if (arguments[2].equals("offline=true")) {
            System.err.println(
                    "bill of materials NOT CHECKED: it is not made offline (mvn -o): " + bom);
            return;
        }
        if (!Files.exists(bom)) {
            System.err.println(bom + " was not made");
            System.exit(1);
        }
        var text = Files.readString(bom);
        // Before them, of tools, and after them are digests of other things.
        int components = text.indexOf("\n  \"components\" :");
        int dependencies = text.indexOf("\n  \"dependencies\" :");
        if (components < 0 || dependencies < components) {
            System.err.println(bom + " has no components, or not where they are expected");
            System.exit(1);
        }
        var listed =
                DIGEST.matcher(text.substring(components, dependencies))
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        var present = jars(Path.of(arguments[1]));
        if (present.isEmpty()) {
            System.err.println("no libraries in " + arguments[1]);
            System.exit(1);
        }
        var unlisted = new TreeMap<>(present);
        unlisted.keySet().removeAll(listed);
        listed.removeAll(present.keySet());
        if (!unlisted.isEmpty() || !listed.isEmpty()) {
            unlisted.values().forEach(jar -> System.err.println(bom + " does not list " + jar));
            listed.forEach(digest ->
                    System.err.println(bom + " lists what the program has not: SHA-256 " + digest));
            System.exit(1);
        }
    }

    /// By digest.
    private static Map<String, Path> jars(Path lib) throws IOException {
        var jars = new TreeMap<String, Path>();
        try (var files = Files.newDirectoryStream(lib, "*.jar")) {
            for (var jar : files) {
                jars.put(digest(jar), jar.getFileName());
            }
        }
        return jars;
    }

    private static String digest(Path file) throws IOException {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
