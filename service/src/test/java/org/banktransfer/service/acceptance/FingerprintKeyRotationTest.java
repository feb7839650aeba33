package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The steps of docs/operations.md by which one fingerprint key takes the place of another, taken
/// by two nodes one after the other. In between, as after each step, a card has one transfer. The
/// tests are one after the other, since the last step forgets the first key.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class FingerprintKeyRotationTest {

    private static final long OPENING = 5_000;
    private static final String OLD = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "k2:" + "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=";
    private static final List<String> STEPS = List.of(OLD + "," + NEW, NEW + "," + OLD, NEW);

    private record Pressed(Purse purse, String key, Seen seen) {}

    private final List<Pressed> pressed = new ArrayList<>();
    private Bank bank;
    private Node first;
    private Node second;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        first = bank.startNode("--node=first");
        second = bank.startNode("--node=second");
        operator = bank.operator(first);
    }

    @AfterAll
    void close() throws InterruptedException {
        var audited = bank.audit(Map.of());
        bank.close();
        assertThat(audited.exitStatus()).as(audited.text()).isZero();
    }

    @Test
    void a_card_has_one_transfer_at_every_step_and_a_repeat_is_known_after_the_last()
            throws Exception {
        assertOneTransferACard();
        for (var keys : STEPS) {
            for (var node : List.of(first, second)) {
                node.stop();
                bank.world().restart(List.of(), node, "--card-fingerprint-key=" + keys);
                assertOneTransferACard();
            }
        }
        for (var each : pressed) {
            assertRepeated(each, bank.app(first));
            assertRepeated(each, bank.app(second));
        }
    }

    @Test
    void a_node_that_does_not_know_the_key_of_an_unsettled_card_does_not_start() throws Exception {
        var third = bank.startNode("--node=third");
        bank.institution().faults(List.of(rule("any", "drop_answer")));
        var purse = purse(bank.app(third));
        var seen = purse.press(Bank.newKey(), Optional.empty());
        assertThat(seen.isFinal()).isFalse();
        third.stop();
        var otherKey = "--card-fingerprint-key=" + NEW.replace("k2", "k9");
        assertThatThrownBy(() -> bank.world().restart(List.of(), third, otherKey))
                .hasMessageContaining(
                        "whose cards are known by another key, without an id; add it until they"
                                + " are settled");
        bank.institution().noFaults();
        Settling.await(operator, Set.of());
    }

    /// Presses at one node, and at the other while the first is under way; and the other way round.
    private void assertOneTransferACard() {
        assertOneTransferACard(bank.app(first), bank.app(second));
        assertOneTransferACard(bank.app(second), bank.app(first));
    }

    private void assertOneTransferACard(App one, App other) {
        bank.institution().faults(List.of(rule("any", "delay_answer", "delay_ms", 60_000)));
        var purse = purse(one);
        var key = Bank.newKey();

        var begun = purse.press(one, key, Optional.of(OPENING), Bank.PIN);
        var again = purse.press(other, Bank.newKey(), Optional.of(OPENING), Bank.PIN);
        var repeated = purse.press(other, key, Optional.of(OPENING), Bank.PIN);

        assertThat(begun.status()).isEqualTo(202);
        assertThat(again.status()).as(again.toString()).isEqualTo(409);
        assertThat(again.body().path("transfer").asString()).isEqualTo(begun.id());
        assertThat(repeated.id()).isEqualTo(begun.id());
        assertThat(repeated.headers()).containsEntry("Idempotent-Replayed", "true");
        bank.institution().noFaults();
        bank.institution().release();
        assertThat(purse.settled(begun).word()).isEqualTo("completed");
        pressed.add(new Pressed(purse, key, begun));
    }

    private static void assertRepeated(Pressed each, App app) {
        var seen = each.purse().press(app, each.key(), Optional.of(OPENING), Bank.PIN);
        assertThat(seen.id()).isEqualTo(each.seen().id());
        assertThat(seen.word()).isEqualTo("completed");
        assertThat(each.purse().inAccount()).isEqualTo(OPENING);
    }

    private Purse purse(App app) {
        return Purse.of(bank, app, operator, "sandbox", OPENING);
    }
}
