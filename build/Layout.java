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
import java.util.regex.Pattern;

/// Holds every Java file to one layout: 4 spaces, 100 columns, as google-java-format lays it out.
///
/// `java build/Layout.java check DIR` names the files that differ and exits with 1;
/// `java build/Layout.java apply DIR` rewrites them. Maven runs the check in `validate`, and
/// `mvn -N validate -Dlayout=apply` the other.
///
/// The formatter knows no Markdown comments: of a line that is too long it makes a `///` line and a
/// `//` line, which ends the comment in the middle. Such lines are mended and wrapped here.
class Layout {

    private static final int COLUMNS = 100;
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    private static final Pattern MARKDOWN = Pattern.compile("^( *)/// ?(.*)$");
    private static final Pattern BROKEN_OFF = Pattern.compile("^( *)// (.*)$");
    /// Neither blank nor indented further, nor the start of an item, tag, heading, table or fence.
    private static final Pattern CONTINUATION =
            Pattern.compile("^(?!@|[-*] |\\d+\\. |#|\\||```|~~~)\\S.*$");

    private static final Pattern HANGING = Pattern.compile("^( *)(@\\w+ |[-*] |\\d+\\. )?.*$");

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
                var sorted =
                        RemoveUnusedImports.removeUnusedImports(
                                ImportOrderer.reorderImports(before, Style.AOSP));
                // Twice: the formatter may indent a comment further than it was.
                after = wrapMarkdown(formatter.formatSource(wrapMarkdown(sorted)));
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

    /// Moves what does not fit on a Markdown comment line to the next line of its paragraph, list
    /// item or tag, and to a new line where it was the last. A table row or a word too long stays
    /// so.
    static String wrapMarkdown(String source) {
        var lines = mendMarkdown(source.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            var line = MARKDOWN.matcher(lines.get(i));
            if (lines.get(i).length() <= COLUMNS || !line.matches()) {
                continue;
            }
            var start = line.group(1) + "/// ";
            var text = line.group(2);
            var hang = hang(text);
            int end = text.lastIndexOf(' ', COLUMNS - start.length());
            if (end <= hang.length() || text.stripLeading().startsWith("|")) {
                continue;
            }
            lines.set(i, start + text.substring(0, end).stripTrailing());
            var overflow = start + hang + text.substring(end).strip();
            if (i + 1 < lines.size() && continues(lines.get(i + 1), start + hang)) {
                lines.set(i + 1, overflow + " " + lines.get(i + 1).strip().substring(3).strip());
            } else {
                lines.add(i + 1, overflow);
            }
        }
        return String.join("\n", lines);
    }

    private static boolean continues(String line, String startAndHang) {
        return line.startsWith(startAndHang)
                && CONTINUATION.matcher(line.substring(startAndHang.length())).matches();
    }

    /// Joins what was broken off a Markdown comment line to it again. A plain comment line has no
    /// other reason to follow one.
    private static List<String> mendMarkdown(String[] lines) {
        var mended = new ArrayList<String>();
        for (var line : lines) {
            var brokenOff = BROKEN_OFF.matcher(line);
            if (brokenOff.matches()
                    && !mended.isEmpty()
                    && MARKDOWN.matcher(mended.getLast()).matches()) {
                mended.add(mended.removeLast() + " " + brokenOff.group(2));
            } else {
                mended.add(line);
            }
        }
        return mended;
    }

    private static String hang(String text) {
        var matcher = HANGING.matcher(text);
        if (!matcher.matches() || matcher.group(2) == null) {
            return " ".repeat(text.length() - text.stripLeading().length());
        }
        var marker = matcher.group(2);
        return matcher.group(1) + " ".repeat(marker.startsWith("@") ? 4 : marker.length());
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
