package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.acceptance.Collector.Seen;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two nodes that tell a collector what they do, and log in JSON.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class TracesAndLogsTest {

    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    private Collector collector;
    private Bank bank;
    private Node second;
    private String account;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        collector = new Collector();
        bank = Bank.open(directory);
        second = startNode(List.of(), "second");
        account = Bank.openAccount(bank.operator(second));
    }

    private Node startNode(List<String> jvmOptions, String name) {
        return bank.startNode(
                jvmOptions,
                "--node=" + name,
                "--telemetry.otlp-url=" + collector.url(),
                "--log.format=json",
                // The first silence opens it.
                "--institutions.sandbox.breaker-window=2");
    }

    @AfterAll
    void close() {
        bank.close();
        collector.close();
    }

    private Seen await(String trace, String name) throws InterruptedException {
        Bank.await(name + " is seen in " + trace, () -> collector.find(trace, name).isPresent());
        return collector.find(trace, name).orElseThrow();
    }

    private static String ownTrace(String id) {
        return id.substring("tr_".length());
    }

    private static String root(String id) {
        return ownTrace(id) + "-" + ownTrace(id).substring(16);
    }

    @Test
    void
            one_trace_joins_request_and_cash_out_and_after_a_sigkill_another_nodes_recovery_and_credit()
                    throws Exception {
        var first = startNode(List.of("-Dbanktransfer.pause-at=before:credit"), "first");
        var card = bank.issueCard(5_000);
        var pressed =
                bank.app(first)
                        .redeem(
                                Bank.newKey(),
                                account,
                                card,
                                Bank.PIN,
                                Optional.of(1_000L),
                                Optional.of(0));
        assertThat(pressed.status()).isEqualTo(202);
        var trace = ownTrace(pressed.id());
        var request = await(trace, "POST /v1/transfers");
        var cashOut = await(trace, "cash_out");
        first.kill();
        var last = bank.app(second).transfer(pressed.id(), 20);
        assertThat(last.word()).isEqualTo("completed");

        var root = await(trace, "transfer");
        var recovery = await(trace, "recovery");
        var credit = await(trace, "credit");

        assertThat(root.parent()).isEmpty();
        assertThat(root.attributes())
                .containsEntry("banktransfer.transfer", pressed.id())
                .containsEntry("banktransfer.outcome", "completed");
        assertThat(request.parent()).isEqualTo(root.id());
        assertThat(request.kind()).isEqualTo(SERVER);
        assertThat(cashOut.parent()).isEqualTo(request.id());
        assertThat(cashOut.kind()).isEqualTo(CLIENT);
        assertThat(cashOut.node()).isEqualTo("first");
        assertThat(recovery.parent()).isEqualTo(root.id());
        assertThat(recovery.node()).isEqualTo("second");
        assertThat(credit.parent()).isEqualTo(recovery.id());
        assertThat(credit.node()).isEqualTo("second");
        assertThat(collector.text()).doesNotContain(card).doesNotContain(account);
    }

    @Test
    void a_callers_own_trace_goes_on_and_is_linked_to_the_transfers() throws Exception {
        var callersTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var callersSpan = "00f067aa0ba902b7";
        var card = bank.issueCard(5_000);
        var pressed =
                bank.app(second)
                        .call(
                                "POST",
                                "/v1/transfers",
                                Map.of(
                                        "account",
                                        account,
                                        "institution",
                                        "sandbox",
                                        "card",
                                        Map.of("number", card, "pin", Bank.PIN),
                                        "currency",
                                        "USD"),
                                "Idempotency-Key",
                                Bank.newKey(),
                                "Prefer",
                                "wait=20",
                                "traceparent",
                                "00-" + callersTrace + "-" + callersSpan + "-01");
        assertThat(pressed.word()).isEqualTo("completed");

        var request = await(callersTrace, "POST /v1/transfers");
        var credit = await(callersTrace, "credit");
        var transfer = await(ownTrace(pressed.id()), "transfer");

        assertThat(request.parent()).isEqualTo(callersSpan);
        assertThat(request.links()).containsExactly(root(pressed.id()));
        assertThat(credit.parent()).isEqualTo(request.id());
        assertThat(transfer.links()).containsExactly(callersTrace + "-" + request.id());
    }

    @Test
    void every_line_of_the_log_is_json_and_names_the_transfer_that_was_driven() throws Exception {
        bank.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 1)));
        App app = bank.app(second);
        var pressed =
                app.redeem(
                        Bank.newKey(),
                        account,
                        bank.issueCard(5_000),
                        Bank.PIN,
                        Optional.empty(),
                        Optional.of(20));
        assertThat(pressed.word()).isEqualTo("completed");
        Bank.await("the breaker is logged", () -> second.said().contains("breaker open"));

        var logged = second.said().lines().filter(line -> !isOfTheCommand(line)).toList();
        var opened = logged.stream().filter(line -> line.contains("breaker open")).findFirst();

        assertThat(logged)
                .allSatisfy(line ->
                        assertThat(read(line).propertyNames())
                                .contains("timestamp", "level", "loggerName", "formattedMessage"));
        assertThat(read(opened.orElseThrow()).at("/mdc/transfer").asString())
                .isEqualTo(pressed.id());
    }

    /// What `serve` itself prints is not the log.
    private static boolean isOfTheCommand(String line) {
        return line.startsWith("listening on ") || line.startsWith("banktransfer: ");
    }

    private static JsonNode read(String line) {
        return new JsonMapper().readTree(line);
    }
}
