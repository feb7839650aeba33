package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.acceptance.Document.Example;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What the documents tell people to type works, and answers as they say.
class DocumentedExamplesTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String README = "README.md";
    private static final String CONNECT = "docs/connect-an-institution.md";
    private static final String EVENTS = "docs/events.md";

    /// It builds all of this, tests and all, or needs what a test cannot count on.
    private static final String BY_HAND = "a person";

    /// Who runs the `curl` of which page.
    private static final Map<String, String> CURLS =
            Map.of(
                    README,
                    "DocumentedExamplesTest",
                    CONNECT,
                    "DocumentedExamplesTest",
                    EVENTS,
                    "DocumentedExamplesTest",
                    "sandbox/README.md",
                    "ReadmeTest");

    /// Who runs a command that is not the program's own, by how it starts.
    private static final Map<String, String> OTHERS =
            Map.of(
                    "./banktransfer simulate", "SimulateCommandTest",
                    "./banktransfer model", "ModelTest",
                    "./banktransfer bench", "BenchTest",
                    "mvn ", BY_HAND,
                    "build/reproducible", BY_HAND,
                    "promtool ", BY_HAND,
                    "node service/src/test/institution/", "DocumentedExamplesTest",
                    "java -cp 'sandbox/", "ProcessTest");

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_command_is_understood_and_every_json_is_json(Document document) {
        for (var example : document.examples()) {
            switch (example.kind()) {
                case "sh" -> example.commands().forEach(each -> assertIsRun(document, each));
                case "json" -> assertThat(json(example)).as(example.text()).isNotEmpty();
                default -> {}
            }
        }
    }

    @Test
    void every_test_that_is_said_to_run_an_example_exists() throws IOException {
        try (var files = Files.walk(Path.of(".."))) {
            var tests =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith("Test.java"))
                            .toList();
            var pages = Document.all().stream().map(Document::name).toList();
            var running = CURLS.entrySet().stream().filter(each -> pages.contains(each.getKey()));
            assertThat(Stream.concat(running.map(Map.Entry::getValue), OTHERS.values().stream()))
                    .filteredOn(name -> !name.equals(BY_HAND))
                    .allSatisfy(name -> assertThat(tests).contains(name + ".java"));
        }
    }

    private static void assertIsRun(Document document, String command) {
        if (command.startsWith("curl ")) {
            assertThat(CURLS).as("a test runs the curl of each page").containsKey(document.name());
        } else if (OTHERS.keySet().stream().noneMatch(command::startsWith)) {
            assertThat(command).matches("(\\./)?banktransfer .*");
            InProcess.read(words(command));
        }
    }

    /// What follows the program's name.
    private static List<String> words(String command) {
        return Arrays.stream(command.split("\\s+", -1)).skip(1).toList();
    }

    /// The objects of an example, one after the other.
    private static List<JsonNode> json(Example example) {
        var text = example.text().replace("[…]", "[]");
        try (var values = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return values.readAll();
        }
    }

    @Test
    void the_readmes_transfer_completes_and_its_fault_is_survived(@TempDir Path directory)
            throws Exception {
        try (var bank = Bank.open(directory)) {
            var node = bank.startNode("--answer-within=20s");
            var examples = Document.read(README).examples();
            var redeem = curls(examples).getFirst();
            bank.operator(node).putAccount("acc_1", Bank.CUSTOMER, "open");
            bank.institution().putCard("6034932528973614", "4821", 5_000, "USD");

            var answer = MAPPER.readTree(run(here(redeem, bank, node)));

            var shown = json(after(redeem, examples).orElseThrow()).getFirst();
            assertThat(alike(answer, shown, "id", "created_at", "updated_at")).isEqualTo(shown);

            run(here(curls(examples).getLast(), bank, node));
            bank.institution().putCard("6034932528973614", "4821", 700, "USD");
            var unheard = MAPPER.readTree(run(here(redeem, bank, node)));
            assertThat(bank.institution().unusedFaults()).isEmpty();
            var path = "/v1/transfers/" + unheard.get("id").asString() + "?wait=30";
            var app = bank.app(node);
            assertThat(app.call("GET", path, null).word()).isEqualTo("completed");
            assertThat(app.balance("acc_1")).isEqualTo(5_700);
        }
    }

    @Test
    void who_follows_the_page_on_events_is_told_of_a_transfer_and_makes_an_endpoint(
            @TempDir Path directory) throws Exception {
        try (var bank = Bank.open(directory)) {
            var key = Base64.getEncoder().encodeToString(new byte[32]);
            var node = bank.startNode("--webhooks.key=" + key);
            var examples = curls(Document.read(EVENTS).examples());
            assertThat(examples).hasSize(2);
            var app = bank.app(node);
            var purse = Purse.of(bank, app, bank.operator(node), "sandbox", 5_000);
            var seen = purse.press(Bank.newKey(), Optional.empty());
            assertThat(purse.settled(seen).word()).isEqualTo("completed");

            var follow = here(examples.getFirst(), bank, node);
            var told = MAPPER.readTree(run(follow.replace("&cursor=$CURSOR", "")));

            assertThat(told.get("data").get(0).get("subject").asString()).isEqualTo(seen.id());
            var cursor = "CURSOR=" + told.get("next_cursor").asString() + "\n";
            var again = MAPPER.readTree(run(cursor + follow.replace("wait=30", "wait=0")));
            assertThat(again.get("data")).isEmpty();

            var made = MAPPER.readTree(run(here(examples.getLast(), bank, node)));

            assertThat(made.path("secret").asString("")).as(made.toString()).startsWith("whsec_");
        }
    }

    /// The command for this bank.
    private static String here(Example example, Bank bank, Node node) {
        return "TOKEN="
                + bank.world().tokens().customer(Bank.CUSTOMER)
                + "\nOPERATOR="
                + bank.world().tokens().operator("olga")
                + "\nINSTITUTION="
                + bank.world().institutionUrl()
                + "\nuuidgen() { cat /proc/sys/kernel/random/uuid; }\n"
                + example.text().replace("http://127.0.0.1:8080", node.url().toString());
    }

    @Test
    void an_engineer_who_follows_the_page_on_institutions_gets_what_it_says(@TempDir Path directory)
            throws Exception {
        var examples = Document.read(CONNECT).examples();
        var start = words(examples.getFirst().text().strip());
        assertThat(examples.getFirst().text()).startsWith("node service/" + NodeInstitution.SOURCE);
        try (var institution = NodeInstitution.start(start.getLast())) {
            for (var example : curls(examples)) {
                var answer = MAPPER.readTree(run(at(example, institution)));
                var shown = json(after(example, examples).orElseThrow()).getFirst();
                assertThat(alike(answer, shown, "at")).as(example.text()).isEqualTo(shown);
            }
            assertCertifies(examples, institution);
            assertSheetIsTaken(examples, directory);
        }
    }

    private static String at(Example example, NodeInstitution institution) {
        return example.text().replace("http://127.0.0.1:8085", institution.url());
    }

    private static void assertCertifies(List<Example> examples, NodeInstitution institution) {
        var sheet = of("properties", examples).getFirst().text();
        var certify =
                of("sh", examples).stream()
                        .filter(each -> each.text().contains(" certify "))
                        .toList();
        assertThat(certify).hasSize(2);
        for (var example : certify) {
            var ran = InProcess.run(words(at(example, institution).strip()).toArray(String[]::new));
            assertThat(ran.exitStatus()).as(ran.out() + ran.err()).isZero();
            if (!example.text().contains("--json")) {
                assertThat(ran.out()).contains(sheet.strip());
            }
        }
    }

    private static void assertSheetIsTaken(List<Example> examples, Path directory)
            throws IOException {
        var file = directory.resolve("bank.properties");
        Files.writeString(
                file,
                of("properties", examples).getFirst().text()
                        + "institutions.bank.url=http://127.0.0.1:8085\n");
        var ran = InProcess.run("serve", "--print-settings", "--settings=" + file);
        assertThat(ran.out()).contains("institutions.bank.reversal-window");
        assertThat(ran.err()).doesNotContain("institutions.bank");
    }

    private static List<Example> of(String kind, List<Example> examples) {
        return examples.stream().filter(each -> each.kind().equals(kind)).toList();
    }

    private static List<Example> curls(List<Example> examples) {
        return examples.stream().filter(each -> each.text().startsWith("curl ")).toList();
    }

    /// The answer that stands below a command.
    private static Optional<Example> after(Example example, List<Example> examples) {
        int next = examples.indexOf(example) + 1;
        return Optional.of(examples.get(next)).filter(each -> each.kind().equals("json"));
    }

    /// The answer, with what is another each time as it is shown.
    private static JsonNode alike(JsonNode answer, JsonNode shown, String... different) {
        var alike = (ObjectNode) answer;
        for (var name : different) {
            if (alike.has(name) && shown.has(name)) {
                alike.set(name, shown.get(name));
            }
        }
        return alike;
    }

    /// @return what the commands printed
    private static String run(String script) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(List.of("sh", "-eu", "-c", script.replace("curl ", "curl -sS ")))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(script).isTrue();
        assertThat(process.exitValue()).as(script).isZero();
        return said;
    }
}
