package org.banktransfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.transfer.TransferEngine;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The table of other systems' bugs in docs/reliability.md names tests that there are, in whatever
/// module, and leaves out no bug.
class ReliabilityPageTest {

    private static final int BUGS = 35;
    private static final List<String> MODULES = List.of("core", "simulation", "sandbox", "service");
    private static final Pattern ROW = Pattern.compile("\\| *([0-9]+) *\\|.*\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void every_bug_has_a_row_and_every_row_a_promise_and_a_test() throws IOException {
        var rows = rows();

        assertThat(rows.stream().map(row -> Integer.parseInt(cell(row, 1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, BUGS)
                                .filter(bug -> bug != 33 && bug != 34)
                                .boxed()
                                .toList());
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(row.split("\\|", -1)).as(row).hasSize(6);
                    assertThat(IntStream.rangeClosed(2, 4).mapToObj(column -> cell(row, column)))
                            .as(row)
                            .noneMatch(String::isBlank);
                    assertThat(tests(cell(row, 4))).as(row).isNotEmpty();
                });
    }

    @Test
    void every_test_named_there_is_one() throws IOException {
        var sources = testSources();
        var named = rows().stream().flatMap(row -> tests(cell(row, 4)).stream()).toList();

        assertThat(named).isNotEmpty();
        assertThat(
                        named.stream()
                                .filter(test ->
                                        !isTest(
                                                test.group(2),
                                                sources.getOrDefault(test.group(1), "")))
                                .map(MatchResult::group))
                .as("no such test")
                .isEmpty();
    }

    /// Whether the annotation stands between the method and the one before it.
    private static boolean isTest(String method, String source) {
        int at = source.indexOf("void " + method + "(");
        var before = source.substring(0, Math.max(at, 0));
        var own = before.substring(before.lastIndexOf("\n    }\n") + 1);
        return own.contains("@Test\n") || own.contains("@ParameterizedTest\n");
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(root().resolve("docs").resolve("reliability.md")).stream()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
    }

    private static String cell(String row, int column) {
        return row.split("\\|", -1)[column].strip();
    }

    private static List<MatchResult> tests(String cell) {
        return TEST.matcher(cell).results().toList();
    }

    /// What is written in the files of each name; several classes may share one.
    private static Map<String, String> testSources() throws IOException {
        var sources = new HashMap<String, String>();
        for (var module : MODULES) {
            try (var files = Files.walk(root().resolve(module).resolve("src"))) {
                for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    var name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    /// The directory above the compiled rules that holds the documents.
    private static Path root() {
        var classes =
                TransferEngine.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        for (var above = Path.of(classes); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve("ARCHITECTURE.md"))) {
                return above;
            }
        }
        throw new AssertionError("ARCHITECTURE.md is nowhere above " + classes);
    }
}
