package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.demo.App;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The audit on real books finds what is wrong between us and an institution, names the transfer,
/// and changes nothing. Each test looks at its own transfers alone, by their time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {

    private static final long AMOUNT = 2_500;
    private static final long OPENING = 5_000;
    private static final long TOO_MUCH = 10_000;

    private Bank bank;
    private App app;
    private App operator;
    private Instant startedAt = Instant.EPOCH;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        var node = bank.startNode("--rules.transfer-amount=USD=9000", "--retry.cap=300ms");
        app = bank.app(node);
        operator = bank.operator(node);
    }

    @BeforeEach
    void begin() {
        startedAt = Instant.now();
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
    void books_that_agree_are_clean_and_left_as_they_are() throws Exception {
        completed();
        declined();
        reversed();
        try (var transfers = Forger.at(bank.transfersDatabase());
                var ledger = Forger.at(bank.ledgerDatabase())) {
            Bank.await(
                    "all is written",
                    () -> transfers.number("select count(*) from unsettled") == 0);
            var transfersBefore = transfers.contents();
            var ledgerBefore = ledger.contents();
            var institutionBefore = bank.institution().cashOuts();

            var audited = audit();
            assertThat(audited.exitStatus()).as(audited.text()).isZero();
            assertThat(audited.text()).contains("audit of 3 transfers").contains("no discrepancy");

            assertThat(transfers.contents()).isEqualTo(transfersBefore);
            assertThat(ledger.contents()).isEqualTo(ledgerBefore);
            var institutionAfter = bank.institution().cashOuts();
            assertThat(institutionAfter.size()).isEqualTo(institutionBefore.size());
        }
    }

    @Test
    void what_is_credited_and_given_back_to_the_card_is_found() throws Exception {
        var id = completed();
        send("/v1/cash-outs/" + id + "/reversal", "{\"reason\":\"planted\"}");
        assertFound(id, "CREDITED_AND_REVERSED");
    }

    @ParameterizedTest
    @CsvSource({"stale", "decline"})
    void what_is_credited_and_the_institution_denies_is_found(String how) throws Exception {
        var id = completed();
        bank.institution()
                .faults(
                        List.of(
                                how.equals("stale")
                                        ? rule("look_up", "stale", "id", id)
                                        : rule("look_up", "lie", "id", id, "answer", DECLINED)));
        assertFound(id, "CREDITED_NOT_PAID");
    }

    private static final Map<String, Object> DECLINED =
            Map.of("status", "declined", "code", "card_declined");

    @Test
    void another_amount_than_was_credited_is_found() throws Exception {
        var id = settled(purse(OPENING), Optional.empty(), "completed");
        bank.institution()
                .faults(
                        List.of(
                                rule(
                                        "look_up",
                                        "lie",
                                        "id",
                                        id,
                                        "answer",
                                        Map.of("amount", 4_999))));
        assertFound(id, "AMOUNT_DIFFERS");
    }

    /// Not what was asked for is no answer, so no sum can be made of it; but it is not passed over.
    @Test
    void what_the_institution_does_not_answer_as_it_should_is_named() throws Exception {
        var id = completed();
        bank.institution()
                .faults(List.of(rule("look_up", "lie", "id", id, "answer", Map.of("amount", 1))));
        var audited = audit();
        assertThat(audited.exitStatus()).as(audited.text()).isEqualTo(3);
        assertThat(audited.text()).contains("not answered for  " + id + ", institution: ");
    }

    /// It pays and says that it declined: what we tell the customer is what we were told.
    @Test
    void an_institution_that_paid_what_it_declined_is_found() throws Exception {
        bank.institution().faults(List.of(rule("cash_out", "lie", "answer", DECLINED)));
        var id = settled(purse(OPENING), Optional.of(AMOUNT), "declined");
        bank.institution().noFaults();
        assertFound(id, "PAID_NOT_CREDITED");
    }

    /// Whoever asks it about the id is told that it declined.
    @Test
    void what_an_institution_paid_and_denies_whenever_it_is_asked_is_found_in_its_statement()
            throws Exception {
        bank.institution()
                .faults(
                        List.of(
                                rule("cash_out", "lie", "answer", DECLINED),
                                rule("look_up", "lie", "answer", DECLINED)));
        var id = settled(purse(OPENING), Optional.of(AMOUNT), "declined");
        assertThat(audit().exitStatus()).as("all it answers agrees").isZero();

        var audited = bank.auditWithStatements();
        assertThat(audited.exitStatus()).as(audited.text()).isEqualTo(1);
        assertThat(audited.text()).contains("BREAK " + id + " PAID_NOT_CREDITED: ");
    }

    @ParameterizedTest
    @CsvSource({
        "truncate, no whole answer",
        "error_before, answered 500",
        "garbage, it breaks off"
    })
    void a_statement_that_is_not_whole_is_named_and_nothing_is_made_of_it(String fault, String why)
            throws Exception {
        completed();
        bank.institution().faults(List.of(rule("statement", fault)));
        var audited = bank.auditWithStatements();
        assertThat(audited.text()).contains("not read  sandbox: the statement of ").contains(why);
        assertThat(audited.text()).doesNotContain("statements of sandbox");
    }

    /// Under an id that is long final, somebody is paid after all.
    @Test
    void a_payment_for_a_transfer_that_is_over_is_found() throws Exception {
        var purse = purse(OPENING);
        bank.institution().faults(List.of(rule("cash_out", "decline")));
        var id = settled(purse, Optional.of(AMOUNT), "declined");
        bank.institution().faults(List.of(rule("cash_out", "forget_id")));
        send(
                "/v1/cash-outs/" + id,
                """
                {"card": {"number": "%s", "pin": "%s"}, "amount": %d, "currency": "USD",
                 "valid_until": "2099-01-01T00:00:00Z"}
                """
                        .formatted(purse.card(), Bank.PIN, AMOUNT));
        assertFound(id, "PAID_NOT_CREDITED");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, declined",
        "completed, reversed",
        "declined, completed",
        "reversed, completed",
        "reversed, declined"
    })
    void a_state_that_the_ledger_does_not_bear_out_is_found(String is, String told)
            throws Exception {
        var id =
                switch (is) {
                    case "completed" -> completed();
                    case "declined" -> declined();
                    default -> reversed();
                };
        try (var forger = Forger.at(bank.transfersDatabase())) {
            Bank.await("it is written", () -> forger.number("select count(*) from unsettled") == 0);
            var reason =
                    switch (told) {
                        case "completed" -> null;
                        case "declined" -> "CARD_DECLINED";
                        default -> "TIMED_OUT";
                    };
            var paid = told.equals("completed") ? Long.valueOf(AMOUNT) : null;
            forger.change(
                    """
                    update transfer
                       set status = ?, reason = ?, paid_minor = ?::bigint,
                           paid_currency = case when ?::bigint is null then null else 'USD' end
                     where transfer_id = ?
                    """,
                    told,
                    reason,
                    paid,
                    paid,
                    Forger.uuid(id));
        }
        assertFound(id, "STATE_CONTRADICTS_LEDGER");
    }

    private void assertFound(String id, String kind) throws InterruptedException {
        var audited = audit();
        assertThat(audited.exitStatus()).as(audited.text()).isEqualTo(1);
        assertThat(audited.text()).contains("BREAK " + id + " " + kind + ": ");
        assertThat(audited.text()).contains("1 discrepancies");
    }

    private InProcess.Audited audit() throws InterruptedException {
        return bank.auditSince(startedAt);
    }

    private Purse purse(long opening) {
        return Purse.of(bank, app, operator, "sandbox", opening);
    }

    private String completed() {
        return settled(purse(OPENING), Optional.of(AMOUNT), "completed");
    }

    private String declined() {
        return settled(purse(OPENING), Optional.of(OPENING + 1), "declined");
    }

    private String reversed() {
        return settled(purse(TOO_MUCH), Optional.empty(), "reversed");
    }

    private static String settled(Purse purse, Optional<Long> amount, String word) {
        var seen = purse.settled(purse.press(Bank.newKey(), amount));
        assertThat(seen.word()).isEqualTo(word);
        return seen.id();
    }

    /// A call that our service did not make.
    private void send(String path, String body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(bank.world().institutionUrl().resolve(path))
                            .header("Content-Type", "application/json")
                            .PUT(BodyPublishers.ofString(body))
                            .build();
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }
}
