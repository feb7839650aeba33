package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.simulation.contract.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

/// PostgreSQL keeps a statement's plan from when its tables were empty.
@Timeout(60)
class KeptPlansTest {

    /// The driver and PostgreSQL each make a plan anew five times before they keep it.
    private static final int UNTIL_KEPT = 12;

    /// With fewer it is cheaper to plan each time.
    private static final int BATCH = 100;

    private static final int OTHERS = 5_000;

    private final Database database = SharedPostgres.fresh("db/ledger");

    /// So that what was planned is what is run.
    private final Connections oneConnection =
            new Connections(
                    "one",
                    database.service(),
                    new DatabaseSettings(
                            1,
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(40),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(10)));

    private final Standings standings = new Standings(Limits.NONE.velocityPeriod());

    @AfterEach
    void close() {
        oneConnection.close();
    }

    @Test
    void who_is_judged_by_a_plan_made_on_an_empty_ledger_costs_no_more_once_it_is_full()
            throws SQLException {
        vacuumDecisions();
        var account =
                new Account(
                        Samples.account(),
                        Samples.customer(),
                        usd(1).currency(),
                        AccountStatus.OPEN);
        new PostgresAccounts(oneConnection).put(account, Samples.operator(), NOON);
        var proposed =
                new ProposedCredit(account.id(), Samples.card(), new Exactly(usd(2500)), NOON);
        for (int i = 0; i < UNTIL_KEPT; i++) {
            judge(proposed);
        }

        creditOthers();
        long before = entriesRead();
        judge(proposed);

        assertThat(entriesRead() - before).isLessThan(10);
    }

    /// From then on the planner takes the table for as empty as it is, and one index of it for as
    /// good as another.
    private void vacuumDecisions() throws SQLException {
        var source = Connections.source(database.owner(), SharedPostgres.PATIENT);
        try (var owner = source.getConnection()) {
            Sql.of("vacuum decision").on(owner).update();
        }
    }

    private void judge(ProposedCredit proposed) throws SQLException {
        var batch = Collections.nCopies(BATCH, proposed);
        var judged = oneConnection.eachOnItsOwn(connection -> standings.of(connection, batch));
        assertThat(judged).hasSize(BATCH).allMatch(Optional::isPresent);
    }

    private void creditOthers() throws SQLException {
        var credit =
                """
                insert into decision (transfer_id, outcome, amount_minor, currency, institution,
                                      account, card_fingerprint, decided_at)
                select gen_random_uuid(), 'credited', 100, 'USD', 'test', 'acc_other' || n,
                       encode(sha256(n::text::bytea), 'hex'), :at
                  from generate_series(1, :others) as n
                """;
        oneConnection.inOne(connection ->
                Sql.of(credit).on(connection).set("at", NOON).set("others", OTHERS).update());
    }

    /// Of all indexes of `decision`.
    private long entriesRead() throws SQLException {
        var read =
                """
                select sum(idx_tup_read) as entries
                  from pg_stat_user_indexes
                 where relname = 'decision'
                """;
        return oneConnection.eachOnItsOwn(connection -> {
            Sql.of("select pg_stat_force_next_flush()").on(connection).list(_ -> 0);
            return Sql.of(read).on(connection).first(row -> row.number("entries")).orElseThrow();
        });
    }
}
