import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Holds every Java file to one layout: 4 spaces, 100 columns, as google-java-format lays it out.
///
/// `java build/Layout.java check DIR` names the files that differ and exits with 1; `java
/// build/Layout.java apply DIR` rewrites them. Maven runs the check in `validate`, and `mvn -N
/// validate -Dlayout=apply` the other.
class Layout {

    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    public static void main(String[] arguments) throws IOException, FormatterException {
        var apply = arguments[0].equals("apply");
        var root = Path.of(arguments[1]);
        var options = JavaFormatterOptions.builder().style(Style.AOSP).build();
        var formatter = new Formatter(options);
        var differing = new ArrayList<Path>();
        for (var file : javaFiles(root)) {
            var before = Files.readString(file);
            String after;
            try {
                after =
                        formatter.formatSource(
                                RemoveUnusedImports.removeUnusedImports(
                                        ImportOrderer.reorderImports(before, Style.AOSP)));
            } catch (FormatterException e) {
                System.err.println(root.relativize(file) + ": " + e.getMessage());
                System.exit(1);
                return;
            }
            if (!after.equals(before)) {
                differing.add(root.relativize(file));
                if (apply) {
                    Files.writeString(file, after);
                }
            }
        }
        if (!differing.isEmpty() && !apply) {
            System.err.println("not laid out as agreed; run: mvn -N validate -Dlayout=apply");
            differing.forEach(file -> System.err.println("  " + file));
            System.exit(1);
        }
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return NOT_OURS.contains(directory.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".java")) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
