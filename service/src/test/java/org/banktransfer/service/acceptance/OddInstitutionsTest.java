package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Institutions that are silent for long, will not give back, or cannot do what others can. One
/// sandbox stands for all of them; the node knows it by a name for each.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddInstitutionsTest {

    private static final long OPENING = 5_000;
    private static final long TOO_MUCH = 10_000;
    private static final Duration VALID_FOR = Duration.ofSeconds(6);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(1);
    private static final Pattern PARKED =
            Pattern.compile(
                    "(?m)^banktransfer_transfers_parked\\{institution=\"sandbox\"} ([0-9.]+)$");

    private Bank bank;
    private Node node;
    private App app;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        var url = bank.world().institutionUrl();
        node =
                bank.startNode(
                        "--rules.transfer-amount=USD=9000",
                        "--cash-out-within=1s",
                        "--cash-out-valid-for=" + VALID_FOR.toSeconds() + "s",
                        "--clock-skew=" + CLOCK_SKEW.toSeconds() + "s",
                        "--patience=9s",
                        "--retry.base=50ms",
                        "--retry.cap=300ms",
                        "--retry.parked=300ms",
                        "--institutions.sandbox.cash-out-timeout=700ms",
                        "--institutions.forgetful.url=" + url,
                        "--institutions.forgetful.tombstones=false",
                        "--institutions.forgetful.cash-out-timeout=700ms",
                        "--institutions.twice.url=" + url,
                        "--institutions.twice.dedupes-for=0s");
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
    void a_refused_reversal_waits_where_people_see_it_until_it_is_allowed() throws Exception {
        bank.institution().faults(List.of(rule("reversal", "refuse_reversal")));
        var purse = purse("sandbox", TOO_MUCH);
        var first = purse.press(Bank.newKey(), Optional.empty());
        assertThat(first.word()).isIn("pending", "reversing");

        Bank.await("the metrics count it", () -> parked() == 1);
        assertThat(purse.now(first.id()).word()).isEqualTo("reversing");
        assertThat(purse.now(first.id()).reason()).isEqualTo("refused_limit");
        var audited = audit();
        assertThat(audited.text()).contains(first.id()).contains("parked: REVERSAL_REFUSED");
        assertThat(audited.exitStatus()).as("no discrepancy, but open").isZero();

        bank.institution().noFaults();
        assertThat(purse.untilFinal(first.id()).word()).isEqualTo("reversed");
        assertIsWhole(purse);
        Bank.await("the metrics forget it", () -> parked() == 0);
    }

    @Test
    void an_institution_silent_for_longer_than_our_patience_makes_the_card_whole_once_it_is_back()
            throws Exception {
        bank.institution().faults(List.of(rule("any", "down")));
        var unheard = purse("sandbox", OPENING);
        var first = unheard.press(Bank.newKey(), Optional.empty());
        assertThat(first.word()).isEqualTo("pending");

        Bank.await("patience is over", () -> unheard.now(first.id()).word().equals("reversing"));
        assertThat(unheard.now(first.id()).reason()).isEqualTo("timed_out");
        bank.institution().noFaults();
        assertThat(unheard.untilFinal(first.id()).word()).isEqualTo("reversed");
        assertThat(bank.institution().cashOut(first.id()).path("status").asString())
                .isEqualTo("blocked");
        assertIsWhole(unheard);
    }

    @Test
    void what_was_paid_while_we_heard_nothing_goes_back_once_patience_is_over() throws Exception {
        bank.institution()
                .faults(
                        List.of(
                                rule("cash_out", "drop_answer"),
                                rule("look_up", "drop_request"),
                                rule("reversal", "drop_request")));
        var paid = purse("sandbox", OPENING);
        var first = paid.press(Bank.newKey(), Optional.empty());

        Bank.await("patience is over", () -> paid.now(first.id()).word().equals("reversing"));
        assertThat(paid.leftCard()).isEqualTo(OPENING);
        bank.institution().noFaults();
        assertThat(paid.untilFinal(first.id()).word()).isEqualTo("reversed");
        assertThat(bank.institution().cashOut(first.id()).path("status").asString())
                .isEqualTo("reversed");
        assertIsWhole(paid);
    }

    /// The reversal has been answered, and left nothing that could stop what is still on its way.
    @Test
    void without_tombstones_a_cash_out_that_arrives_after_its_reversal_is_taken_back_too()
            throws Exception {
        var purse = purse("forgetful", OPENING);
        var first = pressAndHoldBack(purse);
        Bank.await("it is voided", () -> purse.now(first.id()).word().equals("reversing"));
        Bank.await("its reversal was answered", () -> reversals(first.id()) > 0);

        assertThat(bank.institution().release()).isPositive();
        assertThat(purse.leftCard()).as("the late cash-out takes the money").isEqualTo(OPENING);
        assertThat(purse.now(first.id()).word()).isEqualTo("reversing");

        var last = purse.untilFinal(first.id());
        assertThat(last.word()).isEqualTo("reversed");
        assertIsWhole(purse);
    }

    @Test
    void without_tombstones_nobody_is_told_reversed_before_the_cash_out_has_expired()
            throws Exception {
        var purse = purse("forgetful", OPENING);
        var first = pressAndHoldBack(purse);
        var last = purse.untilFinal(first.id());

        assertThat(last.word()).isEqualTo("reversed");
        assertThat(time(last, "updated_at"))
                .isAfterOrEqualTo(time(last, "created_at").plus(VALID_FOR).plus(CLOCK_SKEW));
        bank.institution().noFaults();
        assertThat(bank.institution().release()).isPositive();
        assertThat(bank.institution().cashOut(first.id()).path("status").asString())
                .as("arrived after valid_until")
                .isEqualTo("declined");
        assertIsWhole(purse);
    }

    @Test
    void an_institution_that_pays_twice_for_a_repeat_is_asked_and_never_sent_one()
            throws Exception {
        bank.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 1)));
        var purse = purse("twice", 2 * OPENING);
        var first = purse.press(Bank.newKey(), Optional.of(OPENING));
        bank.institution().faults(List.of(rule("cash_out", "forget_id")));

        assertThat(purse.untilFinal(first.id()).word()).isEqualTo("completed");
        var received = bank.institution().cashOut(first.id()).path("received");
        assertThat(received.path("cash_out").asInt()).isEqualTo(1);
        assertThat(purse.leftCard()).isEqualTo(OPENING);
        assertThat(purse.inAccount()).isEqualTo(OPENING);
        assertAuditIsClean();
    }

    /// Its capability sheet says that it takes a repeat for a repeat, and it does not. We can't
    /// know: asked about the id it tells of one payment. Its statement is where the second one
    /// shows.
    @Test
    void an_institution_that_pays_twice_against_its_word_does_not_make_us_credit_twice()
            throws Exception {
        bank.institution()
                .faults(
                        List.of(
                                rule("cash_out", "drop_answer", "times", 1),
                                rule("cash_out", "forget_id")));
        var purse = purse("sandbox", 2 * OPENING);
        var first = purse.press(Bank.newKey(), Optional.of(OPENING));

        assertThat(purse.settled(first).word()).isEqualTo("completed");
        assertThat(purse.leftCard()).isEqualTo(2 * OPENING);
        assertThat(purse.inAccount()).isEqualTo(OPENING);
        assertAuditIsClean();
        var audited = bank.auditWithStatements();
        assertThat(audited.exitStatus()).as(audited.text()).isEqualTo(1);
        assertThat(audited.text()).contains("BREAK " + first.id() + " PAID_TWICE");
    }

    private Seen pressAndHoldBack(Purse purse) {
        bank.institution()
                .faults(List.of(rule("cash_out", "hold"), rule("reversal", "forget_tombstone")));
        return purse.press(Bank.newKey(), Optional.empty());
    }

    private Purse purse(String institution, long opening) {
        return Purse.of(bank, app, operator, institution, opening);
    }

    private void assertIsWhole(Purse purse) throws InterruptedException {
        assertThat(purse.leftCard()).isZero();
        assertThat(purse.inAccount()).isZero();
        assertAuditIsClean();
    }

    private void assertAuditIsClean() throws InterruptedException {
        var audited = audit();
        assertThat(audited.exitStatus()).as(audited.text()).isZero();
    }

    private InProcess.Audited audit() throws InterruptedException {
        var url = bank.world().institutionUrl().toString();
        return bank.audit(Map.of("institutions.forgetful.url", url, "institutions.twice.url", url));
    }

    private long reversals(String id) {
        return bank.institution()
                .requests(id)
                .valueStream()
                .filter(request -> request.path("operation").asString().equals("reversal"))
                .count();
    }

    private static Instant time(Seen seen, String field) {
        return Instant.parse(seen.body().path(field).asString());
    }

    private double parked() {
        var found = PARKED.matcher(Bank.text(node.url().resolve("/metrics")));
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
