package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.postgres.Decisions.Sides;
import org.banktransfer.service.postgres.Decisions.Written;
import org.banktransfer.simulation.contract.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A void that comes while a credit of the same transfer is written and not yet durable.
@Timeout(60)
class CreditUnderWayTest {

    private final Connections connections = SharedPostgres.connections("db/ledger");
    private final PostgresLedger ledger =
            new PostgresLedger(connections, SharedPostgres.PATIENT, new CreditRules(Limits.NONE));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CreditOrder order =
            new CreditOrder(
                    Samples.id(),
                    Samples.account(),
                    Samples.institution(),
                    Samples.card(),
                    usd(2500),
                    NOON);
    private final VoidOrder voidOrder =
            new VoidOrder(
                    order.id(), order.institution(), VoidReason.TIMED_OUT, Optional.empty(), NOON);

    @BeforeEach
    void an_open_account() {
        var account =
                new Account(
                        order.account(),
                        Samples.customer(),
                        order.amount().currency(),
                        AccountStatus.OPEN);
        assertThat(new PostgresAccounts(connections).put(account, Samples.operator(), NOON))
                .isPresent();
    }

    @AfterEach
    void close() {
        threads.close();
        ledger.close();
        connections.close();
    }

    @Test
    void a_void_that_meets_a_credit_half_way_waits_and_tells_how_that_one_ended() throws Exception {
        var voided =
                connections.inOne(connection -> {
                    assertThat(credit(connection)).isTrue();
                    return voidMeanwhile();
                });

        assertThat(voided.get()).isEqualTo(new Credited(order.amount()));
        assertThat(ledger.lookUp(order.id())).isEqualTo(new Credited(order.amount()));
    }

    @Test
    void a_void_that_meets_a_credit_that_comes_to_nothing_waits_and_stands() throws Exception {
        var voided =
                connections.inOne(connection -> {
                    assertThat(credit(connection)).isTrue();
                    var meanwhile = voidMeanwhile();
                    connection.rollback();
                    return meanwhile;
                });

        assertThat(voided.get())
                .isEqualTo(new Voided(VoidReason.TIMED_OUT, Optional.empty(), false));
        assertThat(ledger.credit(order)).isEqualTo(voided.get());
    }

    private boolean credit(Connection connection) throws SQLException {
        var accounts = new LedgerAccounts(connections);
        long due =
                accounts.idOf(
                        new DueFromInstitution(order.institution(), order.amount().currency()));
        long customer =
                accounts.idOf(new CustomerAccount(order.account(), order.amount().currency()));
        var credited = Written.credited(order, new Sides(due, customer));
        return new Decisions().decide(connection, List.of(credited)).contains(order.id());
    }

    /// Voids on a thread of its own, and comes back when the database makes that one wait.
    private Future<LedgerAnswer> voidMeanwhile() {
        var voided = threads.submit(() -> ledger.voidCredit(voidOrder));
        Await.until(() -> voided.isDone() || isAnyoneWaiting());
        assertThat(voided).as("answered while the credit is under way").isNotDone();
        return voided;
    }

    private boolean isAnyoneWaiting() {
        var waiting =
                """
                select count(*) as waiting
                  from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'
                """;
        try {
            return connections
                    .eachOnItsOwn(connection ->
                            Sql.of(waiting).on(connection).first(row -> row.number("waiting")))
                    .filter(count -> count > 0)
                    .isPresent();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
