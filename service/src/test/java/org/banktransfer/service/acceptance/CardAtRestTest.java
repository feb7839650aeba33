package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.World;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.postgres.SharedPostgres;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Card numbers and PINs exist in the memory of one request and nowhere else (PCI DSS 4.0.1,
/// requirements 3.3.1 and 3.5.1). Two nodes that log all there is to log go through every kind of
/// answer and crash; then everything that they left is searched.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("CardAtRestTest")
class CardAtRestTest {

    /// Long enough that chance does not write one of them anywhere.
    private static final int PIN_DIGITS = 12;

    private final SecureRandom chance = new SecureRandom();
    private final List<String> secrets = new ArrayList<>();
    private Path directory;
    private EmbeddedPostgres postgres;
    private World world;
    private SandboxAdmin institution;
    private Node first;
    private Node second;
    private App app;
    private String account;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        this.directory = directory;
        postgres =
                EmbeddedPostgres.start(
                        new EmbeddedPostgres.Settings(
                                directory, SharedPostgres.PROGRAMS, 0, Duration.ofMinutes(2)));
        world = World.start(directory, postgres);
        institution = world.institution();
        Files.writeString(
                directory.resolve("logback.xml"),
                """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%date %level %logger %msg%n%ex</pattern></encoder>
                  </appender>
                  <root level="TRACE"><appender-ref ref="out"/></root>
                </configuration>
                """);
        first = start("first");
        second = start("second");
        app = world.app(first, Bank.CUSTOMER);
        account = "acc_" + UUID.randomUUID().toString().substring(0, 8);
        world.operator(first).putAccount(account, Bank.CUSTOMER, "open");
    }

    private List<String> jvm(String name) throws IOException {
        var temporary = Files.createDirectories(directory.resolve("tmp-" + name));
        return List.of(
                "-Dlogback.configurationFile=" + directory.resolve("logback.xml"),
                "-Djava.io.tmpdir=" + temporary,
                "-XX:ErrorFile=" + directory.resolve("crash-" + name + ".log"));
    }

    private Node start(String name) throws IOException {
        return world.startNode(
                jvm(name),
                0,
                "--node=" + name,
                "--trace-file=" + directory.resolve("trace-" + name + ".jsonl"),
                "--rules.transfer-amount=USD=5000",
                "--pin.wrong=3",
                "--institutions.sandbox.cash-out-timeout=1s");
    }

    @AfterAll
    void close() {
        world.close();
        postgres.close();
    }

    @Test
    void no_card_and_no_pin_is_left_anywhere() throws Exception {
        goThroughEveryAnswer();
        goThroughWhatIsNoRequest();
        crash();
        Settling.await(world.operator(second), Set.of());
        for (var node : List.of(first, second)) {
            app = world.app(node, Bank.CUSTOMER);
            keep(get(node, "/metrics"));
            var transfers = app.call("GET", "/v1/transfers?limit=100", null).body();
            keep(transfers.toString());
            for (var each : transfers.get("data")) {
                keep(app.history(each.get("id").asString()).toString());
            }
            // The last that its connection, which stays open, has brought.
            assertThat(press(card(9000), Optional.of(500L))).isEqualTo("completed");
            heap(node);
        }

        var search = new SecretSearch(secrets);
        assertThat(find(search)).isEmpty();

        plant();
        assertThat(find(search))
                .as("the same search finds what was planted in a table and in a file")
                .anyMatch(each -> each.contains("/pg_wal/") && each.endsWith("text"))
                .anyMatch(each -> each.contains("/base/") && each.endsWith("text"))
                .satisfies(found ->
                        assertThat(found.stream().filter(each -> each.contains("planted")))
                                .hasSameSizeAs(SecretSearch.forms(secrets.getFirst())));
    }

    private void goThroughEveryAnswer() throws IOException {
        assertThat(press(card(9000), Optional.of(500L))).isEqualTo("completed");
        assertThat(press(card(100), Optional.of(500L))).isEqualTo("declined");
        assertThat(press(card(9000), Optional.of(6000L))).isEqualTo("reversed");
        var guessed = card(9000);
        for (int i = 0; i < 3; i++) {
            assertThat(press(new Plastic(guessed.number(), secret(PIN_DIGITS)), Optional.of(1L)))
                    .isEqualTo("declined");
        }
        assertThat(press(guessed, Optional.of(1L))).isEqualTo("card_locked");
        for (var fault : List.of("error_before", "error_after", "reset", "garbage", "drip")) {
            institution.faults(List.of(rule("cash_out", fault, "times", 2)));
            press(card(9000), Optional.of(100L));
        }
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 3000, "times", 1)));
        assertThat(press(card(9000), Optional.of(100L))).isNotEqualTo("declined");
        institution.noFaults();
        keep(
                app.redeem(
                                UUID.randomUUID().toString(),
                                "acc_nobodys",
                                card(1).number(),
                                secret(PIN_DIGITS),
                                Optional.of(1L),
                                Optional.of(0))
                        .body()
                        .toString());
    }

    private String press(Plastic card, Optional<Long> amount) throws IOException {
        var seen =
                app.redeem(
                        UUID.randomUUID().toString(),
                        account,
                        card.number(),
                        card.pin(),
                        amount,
                        Optional.of(15));
        keep(seen.body().toString());
        keep(seen.headers().toString());
        return seen.word();
    }

    /// What is malformed is answered with what is wrong, and never with itself.
    private void goThroughWhatIsNoRequest() throws IOException, InterruptedException {
        var card = card(100);
        var number = card.number();
        var pin = card.pin();
        var whole =
                """
                {"account": "%s", "institution": "sandbox", "currency": "USD", "amount": 1,
                 "card": {"number": "%s", "pin": "%s"}}
                """
                        .formatted(account, number, pin);
        for (var body :
                List.of(
                        whole.substring(0, whole.length() - 4),
                        whole + "{",
                        whole.replace("\"pin\": \"" + pin + "\"", "\"pin\": " + pin),
                        whole.replace("\"number\": \"" + number + "\"", "\"number\": " + number),
                        whole.replace(number, number + " "),
                        whole.replace(pin, pin + pin),
                        whole.replace("{\"number\"", "{\"number\": \"" + number + "\", \"number\""),
                        whole.replace("\"card\": {", "\"card\": \"" + number + "\", \"x\": {"),
                        whole.replace("\"USD\"", "\"" + number + "\""),
                        whole.replace("\"sandbox\"", "\"" + pin + "\""),
                        whole.replace("\"amount\"", "\"" + number + "\""),
                        whole.replace("\"" + account + "\"", "\"" + number + "\""),
                        "[\"" + number + "\", \"" + pin + "\"]",
                        number,
                        "x".repeat(70_000) + number)) {
            keep(post(body, "application/json"));
        }
        keep(post("number=" + number + "&pin=" + pin, "application/x-www-form-urlencoded"));
        keep(get(first, "/v1/transfers/" + number));
        keep(get(first, "/v1/transfers?cursor=" + number + "&account=" + pin));
        keep(get(first, "/v1/accounts/" + number));
    }

    /// Killed in the middle of a call, and ended by a fault of its own in the middle of another.
    private void crash() throws Exception {
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 30_000)));
        for (var fatal : List.of("-KILL", "-SEGV")) {
            var card = card(9000);
            var pressed =
                    app.redeem(
                            UUID.randomUUID().toString(),
                            account,
                            card.number(),
                            card.pin(),
                            Optional.of(100L),
                            Optional.of(0));
            assertThat(pressed.status()).isEqualTo(202);
            new ProcessBuilder("kill", fatal, Long.toString(first.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            Bank.await("the node is down", () -> !first.isAlive());
            world.restart(jvm("first"), first);
            app = world.app(first, Bank.CUSTOMER);
        }
        institution.noFaults();
        institution.release();
        assertThat(directory.resolve("crash-first.log")).exists();
    }

    /// Of all that is reachable.
    private void heap(Node node) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var dump = directory.resolve("heap-" + node.pid() + ".hprof");
        var done =
                new ProcessBuilder(
                                jcmd.toString(),
                                Long.toString(node.pid()),
                                "GC.heap_dump",
                                dump.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(done.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dump).exists();
    }

    private List<String> find(SecretSearch search) throws IOException {
        var found = new ArrayList<String>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (var entry : entries.toList()) {
                // The institution's own books know its cards, as they must.
                if (!entry.getFileName().toString().startsWith("sandbox")) {
                    found.addAll(search.under(entry));
                }
            }
        }
        return found;
    }

    private void plant() throws Exception {
        var secret = secrets.getFirst();
        for (var form : SecretSearch.forms(secret)) {
            var name = "planted-" + form.name().replace(' ', '-');
            Files.write(directory.resolve(name), form.bytes());
        }
        try (var connection = DriverManager.getConnection(postgres.ledger().owner().value());
                var statement = connection.createStatement()) {
            statement.execute("create table scratch (line text)");
            statement.execute("insert into scratch values ('" + secret + "')");
        }
        // Writes what is in memory only.
        postgres.stop();
    }

    private void keep(String said) throws IOException {
        Files.writeString(
                directory.resolve("answers.txt"),
                said + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private String post(String body, String type) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(first.url().resolve("/v1/transfers"))
                        .header("Content-Type", type)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String get(Node node, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(node.url().resolve(path)).GET());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            request.header(
                                            "Authorization",
                                            "Bearer " + world.tokens().customer(Bank.CUSTOMER))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
        }
    }

    /// A card and what opens it.
    private record Plastic(String number, String pin) {}

    private Plastic card(long balance) {
        var card = new Plastic(secret(16), secret(PIN_DIGITS));
        institution.putCard(card.number(), card.pin(), balance, "USD");
        return card;
    }

    private String secret(int digits) {
        var secret = new StringBuilder("6");
        while (secret.length() < digits) {
            secret.append(chance.nextInt(10));
        }
        secrets.add(secret.toString());
        return secret.toString();
    }
}
