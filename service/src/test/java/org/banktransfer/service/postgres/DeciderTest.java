package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.Posting;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.postgres.Decider.Order;
import org.banktransfer.simulation.contract.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many decisions in one database transaction come out as if each were alone.
class DeciderTest {

    private static final Connections CONNECTIONS = SharedPostgres.connections("db/ledger");
    private static final LedgerAccounts ACCOUNTS = new LedgerAccounts(CONNECTIONS);

    private final AccountId account = open();
    private final CardFingerprint card = Samples.card();

    @AfterAll
    static void close() {
        CONNECTIONS.close();
    }

    @AfterEach
    void the_books_are_whole() throws SQLException {
        assertThat(CONNECTIONS.<List<String>>eachOnItsOwn(BookChecks::faults)).isEmpty();
    }

    @Test
    void each_is_credited_once() throws SQLException {
        var orders = new ArrayList<Order>();
        for (int i = 0; i < 100; i++) {
            orders.add(credit(Samples.id(), open(), Samples.card(), 100 + i));
        }
        var answers = decide(Limits.NONE, orders);
        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i)).isEqualTo(new Credited(usd(100 + i)));
        }
        assertThat(decide(Limits.NONE, orders)).isEqualTo(answers);
    }

    @Test
    void a_count_a_day_holds_within_one_batch() throws SQLException {
        var answers =
                decide(
                        limits(Long.MAX_VALUE, 2, 10),
                        List.of(credit(100), credit(100), credit(100), credit(100)));
        assertThat(answers)
                .containsExactly(credited(100), credited(100), refused(100), refused(100));
    }

    @Test
    void an_amount_a_day_holds_within_one_batch() throws SQLException {
        var answers = decide(limits(250, 10, 10), List.of(credit(200), credit(100), credit(50)));
        assertThat(answers).containsExactly(credited(200), refused(100), credited(50));
    }

    @Test
    void what_is_older_than_a_day_does_not_count_within_one_batch_either() throws SQLException {
        var yesterday =
                order(
                        new CreditOrder(
                                Samples.id(),
                                account,
                                Samples.institution(),
                                card,
                                usd(100),
                                NOON.minus(CreditRules.PERIOD)));
        assertThat(decide(limits(250, 1, 10), List.of(yesterday, credit(100))))
                .containsExactly(credited(100), credited(100));
    }

    @Test
    void a_card_feeds_no_more_accounts_within_one_batch() throws SQLException {
        var other = credit(Samples.id(), open(), card, 100);
        var sameAgain = credit(100);
        assertThat(decide(limits(Long.MAX_VALUE, 10, 1), List.of(credit(100), other, sameAgain)))
                .containsExactly(
                        credited(100),
                        new Voided(VoidReason.REFUSED_FRAUD, Optional.of(usd(100)), false),
                        credited(100));
    }

    @Test
    void a_balance_without_room_refuses_within_one_batch() throws SQLException {
        assertThat(decide(Limits.NONE, List.of(credit(Long.MAX_VALUE), credit(1))))
                .containsExactly(credited(Long.MAX_VALUE), refused(1));
    }

    @Test
    void of_several_orders_for_one_transfer_the_first_counts() throws SQLException {
        var id = Samples.id();
        var voided = Samples.id();
        var answers =
                decide(
                        Limits.NONE,
                        List.of(
                                credit(id, account, card, 100),
                                voiding(voided),
                                voiding(id),
                                credit(voided, account, card, 100)));
        var told = new Voided(VoidReason.TIMED_OUT, Optional.empty(), false);
        assertThat(answers).containsExactly(credited(100), told, credited(100), told);
    }

    @Test
    void an_unknown_account_is_refused_and_spoils_no_other() throws SQLException {
        var unknown = credit(Samples.id(), Samples.account(), Samples.card(), 100);
        assertThat(decide(Limits.NONE, List.of(unknown, credit(100))))
                .containsExactly(
                        new Voided(VoidReason.REFUSED_ACCOUNT, Optional.of(usd(100)), false),
                        credited(100));
    }

    /// It would be refused for a limit that nobody reached.
    @Test
    void none_is_judged_by_a_credit_that_somebody_else_had_voided() throws SQLException {
        var voided = Samples.id();
        decide(Limits.NONE, List.of(voiding(voided)));
        var batch = List.of(credit(voided, account, card, 100), credit(100));
        var limits = limits(Long.MAX_VALUE, 1, 10);
        assertThatThrownBy(() -> decide(limits, batch)).isInstanceOf(Decider.Entangled.class);
        try (var batcher =
                new Batcher<Order, LedgerAnswer>(
                        "test", 1, Duration.ofMinutes(1), alone -> decide(limits, alone))) {
            assertThat(batcher.ask(batch.getFirst())).isInstanceOf(Voided.class);
            assertThat(batcher.ask(batch.getLast())).isEqualTo(credited(100));
        }
    }

    private static List<LedgerAnswer> decide(Limits limits, List<Order> orders)
            throws SQLException {
        var decider =
                new Decider(
                        new CreditRules(limits),
                        new Standings(limits.velocityPeriod()),
                        new Decisions());
        return CONNECTIONS.inOne(connection -> decider.decide(connection, orders));
    }

    private static Limits limits(long perDay, int creditsPerDay, int accountsPerCard) {
        return new Limits(
                Map.of(),
                Map.of(usd(1).currency(), perDay),
                creditsPerDay,
                accountsPerCard,
                Duration.ofDays(1));
    }

    private Order credit(long amountMinor) throws SQLException {
        return credit(Samples.id(), account, card, amountMinor);
    }

    private static Order credit(
            TransferId id, AccountId account, CardFingerprint card, long amountMinor)
            throws SQLException {
        return order(
                new CreditOrder(id, account, Samples.institution(), card, usd(amountMinor), NOON));
    }

    private static Order order(CreditOrder order) throws SQLException {
        var inTransit = Posting.inTransit(order.institution(), order.amount());
        return new Order.ToCredit(
                order, ACCOUNTS.idOf(inTransit.debit()), ACCOUNTS.idOf(inTransit.credit()));
    }

    private static Order voiding(TransferId id) {
        return new Order.ToVoid(
                new VoidOrder(
                        id, Samples.institution(), VoidReason.TIMED_OUT, Optional.empty(), NOON),
                Optional.empty());
    }

    private static LedgerAnswer credited(long amountMinor) {
        return new Credited(usd(amountMinor));
    }

    private static LedgerAnswer refused(long amountMinor) {
        return new Voided(VoidReason.REFUSED_LIMIT, Optional.of(usd(amountMinor)), false);
    }

    private static AccountId open() {
        var id = Samples.account();
        var account = new Account(id, Samples.customer(), usd(1).currency(), AccountStatus.OPEN);
        assertThat(new PostgresAccounts(CONNECTIONS).put(account, Samples.operator(), NOON))
                .isPresent();
        return id;
    }
}
