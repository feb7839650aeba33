package org.banktransfer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.Institution;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.TransferEngine;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The page beside the model says of everything in it where it is in Java, and the other way round.
class SpecificationTest {

    private static final String TABLE = "Where each action is in Java";

    /// Definitions that only gather actions.
    private static final Set<String> GATHER =
            Set.of("Next", "Work", "Fault", "Step", "Answer", "Deliver", "Write");

    /// Calls of the ports that decide nothing, or are another way to make one that is there.
    private static final Set<String> NO_PART =
            Set.of("Ledger.advise", "Institution.name", "Institution.capabilities");

    @Test
    void every_action_of_the_model_is_on_the_page_and_the_other_way_round() {
        var named =
                Pages.rows(TABLE).stream()
                        .map(row -> Pages.cell(row, 1))
                        .filter(cell -> !cell.contains("("))
                        .map(cell -> Pages.quoted(cell).getFirst())
                        .toList();

        assertThat(actions()).hasSizeGreaterThan(30);
        assertThat(named).containsExactlyInAnyOrderElementsOf(actions());
    }

    @Test
    void every_definition_and_variable_on_the_page_is_in_the_model() {
        var model = Pages.read("CardTransfer.tla") + Pages.read("DecisionTable.tla");
        var variables = model.substring(model.indexOf("VARIABLES"), model.indexOf("world =="));

        assertThat(Pages.rows(TABLE))
                .filteredOn(row -> Pages.cell(row, 1).endsWith("(definition)"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(definitions(model)).containsKey(name(row)));
        assertThat(Pages.rows(TABLE))
                .filteredOn(row -> Pages.cell(row, 1).endsWith("(variable)"))
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(variables).containsPattern("\\b" + name(row) + "\\b"));
    }

    @Test
    void every_java_name_on_the_page_exists() throws IOException, URISyntaxException {
        var types = types();

        assertThat(javaNames()).hasSizeGreaterThan(40);
        assertThat(javaNames()).allMatch(name -> exists(name, types));
    }

    @Test
    void every_step_and_every_call_of_a_port_is_on_the_page() {
        var steps =
                Arrays.stream(Step.class.getPermittedSubclasses())
                        .map(type -> "Step." + type.getSimpleName());
        var calls =
                Stream.of(Ledger.class, Institution.class)
                        .flatMap(port ->
                                Arrays.stream(port.getDeclaredMethods())
                                        .map(call -> port.getSimpleName() + "." + call.getName()))
                        .distinct()
                        .filter(call -> !NO_PART.contains(call));

        assertThat(javaNames()).containsAll(Stream.concat(steps, calls).toList());
    }

    @Test
    void every_property_is_on_the_page_and_the_other_way_round() {
        var checked =
                Specification.find().configurations().stream()
                        .flatMap(one -> Pages.properties(one).stream())
                        .filter(property -> !property.equals("TypeOK"))
                        .distinct()
                        .toList();

        assertThat(Pages.rows("What holds").stream().map(SpecificationTest::name))
                .containsExactlyInAnyOrderElementsOf(checked);
    }

    @Test
    void every_mutant_is_on_the_page_as_its_file_has_it() {
        var mutants =
                Specification.find().mutants().stream()
                        .map(one ->
                                "| `%s` | %s | %s | `%s` |"
                                        .formatted(
                                                one.name(),
                                                one.rule(),
                                                one.broken(),
                                                one.violates()))
                        .toList();

        assertThat(Pages.rows("Mutants")).containsExactlyElementsOf(mutants);
    }

    @Test
    void every_configuration_is_on_the_page_with_what_was_found() {
        var names = Specification.find().configurations().stream().map(Configuration::name);

        assertThat(Pages.rows("How far it was looked").stream().map(SpecificationTest::name))
                .containsExactlyInAnyOrderElementsOf(names.toList());
    }

    private static String name(String row) {
        return Pages.quoted(Pages.cell(row, 1)).getFirst();
    }

    private static List<String> javaNames() {
        return Pages.rows(TABLE).stream()
                .flatMap(row -> Pages.quoted(Pages.cell(row, 2)).stream())
                .toList();
    }

    /// What `Next` comes down to.
    private static Set<String> actions() {
        var definitions = definitions(Pages.read("CardTransfer.tla"));
        var actions = new TreeSet<String>();
        var open = new ArrayDeque<>(List.of("Next"));
        while (!open.isEmpty()) {
            Pattern.compile("\\b[A-Z]\\w+")
                    .matcher(definitions.getOrDefault(open.pop(), ""))
                    .results()
                    .map(found -> found.group())
                    .filter(definitions::containsKey)
                    .filter(name -> !name.equals("Owed"))
                    .distinct()
                    .forEach(name -> {
                        if (GATHER.contains(name)) {
                            open.add(name);
                        } else {
                            actions.add(name);
                        }
                    });
        }
        return actions;
    }

    /// The definitions of a module by name.
    private static Map<String, String> definitions(String module) {
        var text = module.replaceAll("(?s)\\(\\*.*?\\*\\)", "").replaceAll("\\\\\\*.*", "");
        var starts =
                Pattern.compile("(?m)^(\\w+)(?:\\([^)]*(?:\\(_\\))?\\))? ==")
                        .matcher(text)
                        .results()
                        .toList();
        var definitions = new LinkedHashMap<String, String>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1).start() : text.length();
            definitions.put(starts.get(i).group(1), text.substring(starts.get(i).end(), end));
        }
        return definitions;
    }

    private static boolean exists(String name, List<Class<?>> types) {
        var parts = Arrays.asList(name.split("\\."));
        return types.stream()
                .filter(type -> type.getSimpleName().equals(parts.getFirst()))
                .anyMatch(type -> parts.size() == 1 || has(type, parts.get(1)));
    }

    private static boolean has(Class<?> type, String member) {
        return Stream.of(
                        Arrays.stream(type.getDeclaredMethods()).map(Method::getName),
                        Arrays.stream(type.getDeclaredFields()).map(Field::getName),
                        Arrays.stream(type.getDeclaredClasses()).map(Class::getSimpleName))
                .flatMap(names -> names)
                .anyMatch(member::equals);
    }

    /// The classes of core.
    private static List<Class<?>> types() throws IOException, URISyntaxException {
        var core =
                Path.of(
                        TransferEngine.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        if (Files.isDirectory(core)) {
            return types(core);
        }
        // Once core is packaged, its classes are in a jar.
        try (var jar = FileSystems.newFileSystem(core)) {
            return types(jar.getPath("/"));
        }
    }

    private static List<Class<?>> types(Path classes) throws IOException {
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
}
