package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What reaches the institution is counted there: a request for each call that the history has, and
/// none that a library makes up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnceOnTheWireTest {

    private static final long OPENING = 5_000;

    private Bank bank;
    private App app;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        var node =
                bank.startNode(
                        "--retry.cap=300ms",
                        "--cash-out-within=500ms",
                        "--cash-out-valid-for=2s",
                        "--institutions.sandbox.breaker-window=10000",
                        "--institutions.sandbox.breaker-percent=100");
        app = bank.app(node);
        operator = bank.operator(node);
    }

    @AfterEach
    void everythingWorksAgain() {
        bank.institution().noFaults();
    }

    @AfterAll
    void close() {
        bank.close();
    }

    @Test
    void a_plain_success_is_one_cash_out_and_nothing_else() {
        var purse = purse();
        var seen = settled(purse);

        assertThat(seen.word()).isEqualTo("completed");
        assertThat(requests(seen.id())).containsExactly("cash_out approved 200");
        assertThat(purse.leftCard()).isEqualTo(OPENING);
        assertThat(purse.inAccount()).isEqualTo(OPENING);
    }

    @Test
    void after_a_lost_answer_the_same_id_is_sent_again_and_the_card_debited_once() {
        bank.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 1)));
        var purse = purse();
        var seen = settled(purse);

        assertThat(seen.word()).isEqualTo("completed");
        assertThat(requests(seen.id()))
                .containsExactly("cash_out approved none", "cash_out approved 200");
        assertThat(purse.leftCard()).isEqualTo(OPENING);
        assertThat(purse.inAccount()).isEqualTo(OPENING);
    }

    /// Every request at the institution has its line in our history, whatever a library might take
    /// for a reason to send it again.
    @ParameterizedTest
    @CsvSource({
        "cash_out, error_before, 503",
        "cash_out, error_after, 503",
        "cash_out, error_before, 302",
        "cash_out, error_before, 307",
        "cash_out, error_before, 401",
        "cash_out, error_before, 408",
        "cash_out, error_before, 425",
        "cash_out, error_before, 429",
        "cash_out, drop_request, 0",
        "cash_out, drop_answer, 0",
        "cash_out, reset, 0",
        "cash_out, truncate, 0",
        "look_up, reset, 0",
        "look_up, drop_answer, 0",
        "look_up, error_before, 503",
        "reversal, drop_answer, 0",
        "reversal, reset, 0",
        "reversal, error_after, 503"
    })
    void nothing_is_sent_that_we_did_not_send(String operation, String fault, int status)
            throws InterruptedException {
        var rules = new ArrayList<Map<String, Object>>();
        rules.add(fault(operation, fault, status));
        if (operation.equals("look_up")) {
            rules.add(rule("cash_out", "drop_answer"));
        }
        if (operation.equals("reversal")) {
            // Held back for ever: never seen, so it is voided and reversed.
            rules.add(rule("cash_out", "drop_request"));
        }
        bank.institution().faults(rules);
        var seen = settled(purse());

        assertThat(seen.isFinal()).isTrue();
        Bank.await("the history is written", () -> isClosed(seen.id()));
        for (var sent : List.of("cash_out", "look_up", "reversal")) {
            assertThat(requests(seen.id()).stream().filter(line -> line.startsWith(sent)).count())
                    .as(sent)
                    .isEqualTo(calls(seen.id(), sent));
        }
    }

    private static Map<String, Object> fault(String operation, String fault, int status) {
        return status == 0
                ? rule(operation, fault, "times", 3)
                : rule(operation, fault, "times", 3, "status", status);
    }

    private Purse purse() {
        return Purse.of(bank, app, operator, "sandbox", OPENING);
    }

    private static Seen settled(Purse purse) {
        return purse.untilFinal(purse.press(Bank.newKey(), Optional.empty()).id());
    }

    /// How often our history says that we sent this.
    private long calls(String id, String operation) {
        var step =
                switch (operation) {
                    case "look_up" -> "ask_institution";
                    case "reversal" -> "reverse";
                    default -> operation;
                };
        return steps(id).stream().filter(step::equals).count();
    }

    private boolean isClosed(String id) {
        return steps(id).contains("close");
    }

    private List<String> steps(String id) {
        var steps = new ArrayList<String>();
        app.history(id).get("data").forEach(entry -> steps.add(entry.path("step").asString()));
        return steps;
    }

    /// What reached the institution about a transfer, in order.
    private List<String> requests(String id) {
        var requests = new ArrayList<String>();
        for (var request : bank.institution().requests(id)) {
            var answered = request.path("answered");
            requests.add(
                    request.path("operation").asString()
                            + " "
                            + request.path("outcome").asString("-")
                            + " "
                            + (answered.isNumber() ? answered.asString() : "none"));
        }
        return requests;
    }
}
