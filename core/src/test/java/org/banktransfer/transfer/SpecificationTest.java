package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The page beside the model names what there is: its actions, and our types and methods.
class SpecificationTest {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void every_java_name_beside_the_model_exists() throws IOException, URISyntaxException {
        var types = types();
        var names = rows().stream().flatMap(row -> quoted(cell(row, 2)).stream()).toList();

        assertThat(names).hasSizeGreaterThan(15);
        assertThat(names).allMatch(name -> exists(name, types));
    }

    @Test
    void every_action_on_the_page_is_in_the_model_and_the_other_way_round() throws IOException {
        var model = Files.readString(spec().resolve("CardTransfer.tla"));
        var named = rows().stream().flatMap(row -> quoted(cell(row, 1)).stream()).toList();
        assertThat(named).allMatch(model::contains);

        var next =
                model.substring(model.indexOf("Coordinator(t) =="), model.indexOf("Fairness =="));
        var actions =
                Pattern.compile("\\b(\\w+)\\(t\\)")
                        .matcher(next)
                        .results()
                        .map(found -> found.group(1))
                        .filter(action ->
                                !List.of("Coordinator", "Institution", "Ledger").contains(action))
                        .toList();
        assertThat(actions).hasSizeGreaterThan(8);
        assertThat(named).containsAll(actions).contains("Crash");
    }

    private static boolean exists(String name, List<Class<?>> types) {
        var parts = Arrays.asList(name.split("\\."));
        return types.stream()
                .filter(type -> type.getSimpleName().equals(parts.getFirst()))
                .anyMatch(type -> parts.size() == 1 || has(type, parts.get(1)));
    }

    private static boolean has(Class<?> type, String member) {
        return Arrays.stream(type.getDeclaredMethods())
                        .map(Method::getName)
                        .anyMatch(member::equals)
                || Arrays.stream(type.getDeclaredClasses())
                        .map(Class::getSimpleName)
                        .anyMatch(member::equals);
    }

    /// The classes of core.
    private static List<Class<?>> types() throws IOException, URISyntaxException {
        var classes =
                Path.of(
                        TransferEngine.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (var files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                    .<Class<?>>map(file -> load(file.replaceAll("\\.class$", "").replace('/', '.')))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SpecificationTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(spec().resolve("README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static String cell(String row, int column) {
        return row.split("\\|", -1)[column];
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private static Path spec() {
        return Repository.root().resolve("spec");
    }
}
