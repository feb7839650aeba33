package org.banktransfer.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The page beside the model, and the model's text, as tests read them.
final class Pages {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private Pages() {}

    static String page() {
        return read("README.md");
    }

    static String read(String name) {
        try {
            return Files.readString(Specification.find().folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows of the table under the heading.
    static List<String> rows(String heading) {
        var from = page().indexOf("\n## " + heading + "\n");
        var section = page().substring(from + 1);
        var next = section.indexOf("\n## ");
        return (next < 0 ? section : section.substring(0, next))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    static String cell(String row, int column) {
        return row.split("\\|", -1)[column].strip();
    }

    static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    /// What a configuration checks.
    static List<String> properties(Configuration configuration) {
        var text = configuration.text().replaceAll("(?m)^\\\\\\*.*$", "");
        return Pattern.compile("(?s)(?:INVARIANTS|PROPERTIES|PROPERTY)\\s(.*?)(?=[A-Z]{5,}|$)")
                .matcher(text)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).strip().split("\\s+")))
                .toList();
    }
}
