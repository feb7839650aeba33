package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.simulation.contract.Race;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.Acceptance.Accepted;
import org.banktransfer.transfer.Acceptance.CardBusy;
import org.banktransfer.transfer.Acceptance.CardLocked;
import org.banktransfer.transfer.Acceptance.KeyUsed;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState.Declined;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One fingerprint key takes the place of another, node by node (decision 0012). At every stage the
/// nodes may be at it or at the next, and what a card is guarded by holds between them.
class TwoFingerprintKeysTest {

    private static final Connections TRANSFERS = SharedPostgres.connections("db/transfers");
    private static final Connections LEDGER = SharedPostgres.connections("db/ledger");
    private static final OperatorId OPERATOR = new OperatorId("os:test");
    private static final PinPolicy THREE_AN_HOUR = new PinPolicy(3, Duration.ofHours(1));
    private static final CreditRules ONE_ACCOUNT =
            new CreditRules(
                    new Limits(Map.of(), Map.of(), Integer.MAX_VALUE, 1, Duration.ofDays(30)));

    private static PostgresTransferStore first;
    private static PostgresTransferStore second;
    private static PostgresLedger firstLedger;
    private static PostgresLedger secondLedger;

    /// What a node is told, in the order in which it is told.
    enum Stage {
        OLD,
        OLD_NEW,
        NEW_OLD,
        NEW;

        CardFingerprint of(SomeCard card) {
            var old = card.digits();
            var young = "k2:" + new StringBuilder(old).reverse();
            return switch (this) {
                case OLD -> new CardFingerprint(old);
                case OLD_NEW -> new CardFingerprint(old, Optional.of(young));
                case NEW_OLD -> new CardFingerprint(young, Optional.of(old));
                case NEW -> new CardFingerprint(young);
            };
        }
    }

    /// Stands for a card's number.
    record SomeCard(String digits) {

        static SomeCard any() {
            var bytes = new byte[32];
            ThreadLocalRandom.current().nextBytes(bytes);
            return new SomeCard(HexFormat.of().formatHex(bytes));
        }
    }

    @BeforeAll
    static void open() {
        first = new PostgresTransferStore(TRANSFERS, SharedPostgres.PATIENT, 1);
        second = new PostgresTransferStore(TRANSFERS, SharedPostgres.PATIENT, 2);
        firstLedger = new PostgresLedger(LEDGER, SharedPostgres.PATIENT, ONE_ACCOUNT);
        secondLedger = new PostgresLedger(LEDGER, SharedPostgres.PATIENT, ONE_ACCOUNT);
    }

    @AfterAll
    static void close() {
        first.close();
        second.close();
        firstLedger.close();
        secondLedger.close();
        TRANSFERS.close();
        LEDGER.close();
    }

    @ParameterizedTest
    @CsvSource({"OLD, OLD_NEW", "OLD_NEW, OLD_NEW", "OLD_NEW, NEW_OLD", "NEW_OLD, NEW"})
    void of_presses_at_two_nodes_at_once_one_gets_the_card(Stage one, Stage next) {
        for (int round = 0; round < 5; round++) {
            var cards = List.of(SomeCard.any(), SomeCard.any(), SomeCard.any(), SomeCard.any());
            var answers =
                    Race.of(
                            80,
                            i -> {
                                var card = cards.get(i / 2 % cards.size());
                                return () ->
                                        i % 2 == 0
                                                ? accept(first, one.of(card))
                                                : accept(second, next.of(card));
                            });

            for (int card = 0; card < cards.size(); card++) {
                int mine = card;
                var ofCard =
                        IntStream.range(0, answers.size())
                                .filter(i -> i / 2 % cards.size() == mine)
                                .mapToObj(answers::get)
                                .toList();
                assertThat(ofCard).filteredOn(Accepted.class::isInstance).hasSize(1);
                assertThat(ofCard).filteredOn(CardBusy.class::isInstance).hasSize(19);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"OLD, OLD_NEW", "OLD_NEW, NEW_OLD", "NEW_OLD, NEW"})
    void a_transfer_that_one_node_began_is_in_the_way_at_the_other(Stage one, Stage next) {
        for (var stages : List.of(List.of(one, next), List.of(next, one))) {
            var card = SomeCard.any();
            var busy = pending(stages.getFirst().of(card), NOON);
            assertThat(accept(first, busy)).isEqualTo(new Accepted());

            assertThat(accept(second, stages.getLast().of(card))).isEqualTo(new CardBusy(busy));
            assertThat(accept(second, Samples.pending(busy.wish()))).isEqualTo(new KeyUsed(busy));
            assertThat(second.find(busy.id())).contains(busy);

            declined(busy, DeclineCode.CARD_DECLINED);
            assertThat(accept(second, stages.getLast().of(card))).isEqualTo(new Accepted());
        }
    }

    @Test
    void wrong_pins_count_together_while_both_keys_are_there() {
        var card = SomeCard.any();
        var at = NOON;
        for (var stage : List.of(Stage.OLD, Stage.OLD_NEW, Stage.NEW_OLD)) {
            var transfer = pending(stage.of(card), at);
            assertThat(accept(first, transfer)).isEqualTo(new Accepted());
            declined(transfer, DeclineCode.WRONG_PIN);
            at = at.plusSeconds(60);
        }
        var until = NOON.plusSeconds(1).plus(THREE_AN_HOUR.window());
        for (var stage : List.of(Stage.OLD_NEW, Stage.NEW_OLD)) {
            assertThat(accept(second, pending(stage.of(card), at)))
                    .isEqualTo(new CardLocked(until));
        }
    }

    @ParameterizedTest
    @CsvSource({"OLD, OLD_NEW", "OLD_NEW, NEW_OLD", "NEW_OLD, NEW"})
    void the_accounts_of_a_card_count_together(Stage one, Stage next) {
        for (var stages : List.of(List.of(one, next), List.of(next, one))) {
            var card = SomeCard.any();
            assertThat(credit(firstLedger, stages.getFirst().of(card)))
                    .isEqualTo(new Credited(usd(100)));
            assertThat(credit(secondLedger, stages.getLast().of(card)))
                    .isEqualTo(new Voided(VoidReason.REFUSED_FRAUD, Optional.of(usd(100)), false));
        }
    }

    @ParameterizedTest
    @CsvSource({"OLD, OLD_NEW", "OLD_NEW, NEW_OLD", "NEW_OLD, NEW"})
    void of_credits_at_two_nodes_at_once_one_gets_in(Stage one, Stage next) {
        for (int round = 0; round < 10; round++) {
            var card = SomeCard.any();
            var answers =
                    Race.of(
                            8,
                            i ->
                                    () ->
                                            i % 2 == 0
                                                    ? credit(firstLedger, one.of(card))
                                                    : credit(secondLedger, next.of(card)));
            assertThat(answers).filteredOn(Credited.class::isInstance).hasSize(1);
            assertThat(answers).filteredOn(Voided.class::isInstance).hasSize(7);
        }
    }

    @Test
    void a_card_blocked_while_there_are_two_keys_is_blocked_by_both() {
        var accounts = new PostgresAccounts(LEDGER);
        var card = SomeCard.any();
        accounts.setBlocked(Stage.OLD_NEW.of(card), true, OPERATOR, NOON);
        for (var stage : Stage.values()) {
            assertThat(credit(firstLedger, stage.of(card))).isInstanceOf(Voided.class);
        }
        accounts.setBlocked(Stage.NEW_OLD.of(card), false, OPERATOR, NOON);
        assertThat(credit(firstLedger, Stage.OLD.of(card))).isInstanceOf(Credited.class);
    }

    @Test
    void what_is_known_by_each_key_is_counted() throws SQLException {
        var before = uses();
        var card = SomeCard.any();
        accept(first, Stage.OLD.of(SomeCard.any()));
        var wrong = pending(Stage.NEW.of(card), NOON);
        accept(first, wrong);
        declined(wrong, DeclineCode.WRONG_PIN);
        credit(firstLedger, Stage.NEW_OLD.of(card));
        new PostgresAccounts(LEDGER).setBlocked(Stage.NEW_OLD.of(card), true, OPERATOR, NOON);
        var after = uses();

        assertThat(difference(before, after, "")).isEqualTo(new KeyUse("", 1, 0, 0, 1));
        assertThat(difference(before, after, "k2")).isEqualTo(new KeyUse("k2", 0, 1, 1, 1));
        assertThat(first.fingerprintKeysInUse()).contains("");
    }

    private static Map<String, KeyUse> uses() throws SQLException {
        var since = NOON.minusSeconds(1);
        return TRANSFERS
                .<List<KeyUse>>eachOnItsOwn(transfers ->
                        LEDGER.<List<KeyUse>>eachOnItsOwn(
                                ledger -> KeyUses.all(transfers, ledger, since, since)))
                .stream()
                .collect(Collectors.toMap(KeyUse::keyId, use -> use));
    }

    private static KeyUse difference(
            Map<String, KeyUse> before, Map<String, KeyUse> after, String id) {
        var was = before.getOrDefault(id, new KeyUse(id, 0, 0, 0, 0));
        var is = after.getOrDefault(id, new KeyUse(id, 0, 0, 0, 0));
        return new KeyUse(
                id,
                is.unsettled() - was.unsettled(),
                is.wrongPins() - was.wrongPins(),
                is.credits() - was.credits(),
                is.blocked() - was.blocked());
    }

    private static Acceptance accept(PostgresTransferStore store, CardFingerprint card) {
        return accept(store, pending(card, NOON));
    }

    private static Acceptance accept(PostgresTransferStore store, Transfer transfer) {
        return store.accept(transfer, Samples.claim(), NOON.plusSeconds(3), THREE_AN_HOUR);
    }

    private static Transfer pending(CardFingerprint card, Instant at) {
        return Samples.pending(Samples.wish(Samples.customer(), Samples.key(), card), at);
    }

    private static void declined(Transfer transfer, DeclineCode code) {
        var at = transfer.createdAt().plusSeconds(1);
        first.record(
                Samples.progress(transfer.id(), new Became(transfer.id(), new Declined(code), at)));
        assertThat(first.flush(Duration.ofSeconds(30))).isTrue();
    }

    /// To an account of its own.
    private static LedgerAnswer credit(PostgresLedger ledger, CardFingerprint card) {
        return ledger.credit(
                new CreditOrder(
                        Samples.id(), account(), Samples.institution(), card, usd(100), NOON));
    }

    private static AccountId account() {
        var id = Samples.account();
        var usd = Currency.getInstance("USD");
        new PostgresAccounts(LEDGER)
                .put(new Account(id, Samples.customer(), usd, AccountStatus.OPEN), OPERATOR, NOON);
        return id;
    }
}
