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
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// A hundred presses at the same instant, on one node and on two that share the databases: the
/// money moves once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyPressesTest {

    private static final int PRESSES = 100;
    private static final long OPENING = 5_000;

    private Bank bank;
    private List<App> apps;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        var first = bank.startNode();
        var second = bank.startNode();
        apps = List.of(bank.app(first), bank.app(second));
        operator = bank.operator(first);
    }

    @AfterEach
    void everythingWorksAgain() {
        bank.institution().noFaults();
    }

    @AfterAll
    void close() throws InterruptedException {
        var audited = bank.audit(Map.of());
        var withStatements = bank.auditWithStatements();
        bank.close();
        assertThat(audited.exitStatus()).as(audited.text()).isZero();
        assertThat(withStatements.exitStatus()).as(withStatements.text()).isZero();
        assertThat(withStatements.text()).containsPattern("statements of sandbox USD: [1-9]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void with_one_key_all_are_one_transfer(int nodes) throws Exception {
        var purse = purse();
        var key = Bank.newKey();
        var seen = atOnce(nodes, purse, _ -> key, Optional.empty());

        var id = seen.getFirst().id();
        assertThat(seen).allSatisfy(each -> assertThat(each.status()).isIn(201, 202));
        assertThat(seen).allSatisfy(each -> assertThat(each.id()).isEqualTo(id));
        assertThat(seen)
                .filteredOn(each -> !"true".equals(each.headers().get("Idempotent-Replayed")))
                .as("at most one began it")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(purse.untilFinal(id).word()).isEqualTo("completed");
        assertThat(bank.institution().cashOut(id).path("received").path("cash_out").asInt())
                .isEqualTo(1);
        assertMovedOnce(purse);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 700", "2, 700"})
    void with_many_keys_one_brings_the_money_and_the_others_are_told_why_not(
            int nodes, int institutionTakesMs) throws Exception {
        bank.institution()
                .faults(
                        List.of(
                                rule(
                                        "cash_out",
                                        "delay_answer",
                                        "delay_ms",
                                        institutionTakesMs,
                                        "times",
                                        1)));
        var purse = purse();
        var seen = atOnce(nodes, purse, _ -> Bank.newKey(), Optional.of(OPENING));

        var begun = seen.stream().filter(each -> each.status() < 300).map(purse::settled).toList();
        assertThat(begun).filteredOn(each -> each.word().equals("completed")).hasSize(1);
        assertThat(begun)
                .filteredOn(each -> !each.word().equals("completed"))
                .as("they came when the first had settled")
                .allSatisfy(each -> assertThat(each.word()).isEqualTo("declined"))
                .allSatisfy(each -> assertThat(each.reason()).isEqualTo("insufficient_funds"));
        var ids = begun.stream().map(Seen::id).collect(Collectors.toSet());
        assertThat(seen)
                .filteredOn(each -> each.status() >= 300)
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(409))
                .allSatisfy(each -> assertThat(each.word()).isEqualTo("transfer_in_progress"))
                .allSatisfy(each -> assertThat(each.body().path("transfer").asString()).isIn(ids));
        if (institutionTakesMs > 0) {
            assertThat(begun).as("the first was still under way").hasSizeLessThan(PRESSES);
        }
        assertMovedOnce(purse);
    }

    /// As after a crash in the one instant between the credit and the status write, with the claim
    /// still held by the node that is gone.
    @Test
    void a_press_whose_earlier_transfer_is_settled_but_not_written_so_proceeds() {
        var purse = purse();
        var first = purse.settled(purse.press(Bank.newKey(), Optional.of(OPENING - 1_000)));
        assertThat(first.word()).isEqualTo("completed");
        forgetStatus(first.id());
        var replayed = purse.now(first.id());
        assertThat(replayed.word()).as("as the ledger knows it").isEqualTo("completed");

        var second = purse.settled(purse.press(Bank.newKey(), Optional.of(1_000L)));
        assertThat(second.word()).isEqualTo("completed");
        assertThat(second.id()).isNotEqualTo(first.id());
        assertMovedOnce(purse);
    }

    private void forgetStatus(String id) {
        try (var forger = Forger.at(bank.transfersDatabase())) {
            var uuid = Forger.uuid(id);
            assertThat(
                            forger.change(
                                    """
                                    insert into unsettled (transfer_id, card_fingerprint, institution,
                                                           created_at, next_step_at, claim, claimed_until)
                                    select transfer_id, card_fingerprint, institution, created_at,
                                           created_at, 1, created_at + interval '1 hour'
                                      from transfer
                                     where transfer_id = ?
                                    """,
                                    uuid))
                    .isEqualTo(1);
            assertThat(
                            forger.change(
                                    """
                                    update transfer
                                       set status = 'pending', paid_minor = null, paid_currency = null
                                     where transfer_id = ? and status = 'completed'
                                    """,
                                    uuid))
                    .isEqualTo(1);
        }
    }

    private Purse purse() {
        return Purse.of(bank, apps.getFirst(), operator, "sandbox", OPENING);
    }

    private static void assertMovedOnce(Purse purse) {
        assertThat(purse.leftCard()).isEqualTo(OPENING);
        assertThat(purse.inAccount()).isEqualTo(OPENING);
    }

    private List<Seen> atOnce(
            int nodes, Purse purse, IntFunction<String> key, Optional<Long> amountMinor)
            throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pressed = new ArrayList<Future<Seen>>();
            for (int i = 0; i < PRESSES; i++) {
                int which = i;
                pressed.add(
                        threads.submit(() -> {
                            start.await();
                            return purse.press(
                                    apps.get(which % nodes),
                                    key.apply(which),
                                    amountMinor,
                                    Bank.PIN);
                        }));
            }
            start.countDown();
            var seen = new ArrayList<Seen>();
            for (var each : pressed) {
                seen.add(each.get());
            }
            return seen;
        }
    }
}
