package org.banktransfer.bench;

import org.banktransfer.bench.load.Seats;
import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.JdbcUrl;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Years of settled transfers, put into both databases at once by statements over many rows. All
/// guards of the schema hold as they do for the service: each posting is checked against its
/// decision, and the balances follow. They lie far enough back that no rule counts them and no
/// audit of the day asks the institution, which has never heard of them.
final class AgedBooks {

    private static final int CHUNK = 100_000;
    private static final Duration AGO = Duration.ofDays(400);
    private static final Duration APART = Duration.ofMillis(1);

    /// Of one card, on average.
    private static final int TRANSFERS_PER_CARD = 4;

    private static final String TRANSFER =
            """
            insert into transfer (transfer_id, customer, idempotency_key, account, institution,
                                  card_fingerprint, last4, currency, requested_minor, status,
                                  paid_minor, paid_currency, created_at, updated_at, valid_until,
                                  patience_until)
            select transfer_id, customer, 'aged-' || i, account, 'sandbox', card, '0000', 'USD', 100,
                   'completed', 100, 'USD', at, at, at, at
              from aged
            """;

    private static final String HISTORY =
            """
            insert into transfer_history (transfer_id, at, ticket, writer, node, step, outcome,
                                          detail, took_micros)
            select a.transfer_id, a.at, s.ticket, 1, 'aged', s.step, s.outcome, '', 1000
              from aged a
             cross join (values (1, 'cash_out', 'approved'), (2, 'credit', 'credited'),
                                (3, 'close', 'completed')) as s (ticket, step, outcome)
            """;

    private static final String DECISION =
            """
            insert into decision (transfer_id, outcome, amount_minor, currency, institution, account,
                                  card_fingerprint, decided_at)
            select transfer_id, 'credited', 100, 'USD', 'sandbox', account, card, at
              from aged
            """;

    private static final String POSTING =
            """
            insert into posting (transfer_id, kind, debit_account, credit_account, amount_minor,
                                 currency, posted_at)
            select a.transfer_id, 'credited', due.ledger_account_id, customer.ledger_account_id, 100,
                   'USD', a.at
              from aged a
              join ledger_account customer on customer.account_id = a.account
              join ledger_account due
                on due.kind = 'due_from_institution' and due.institution = 'sandbox'
            """;

    private final Database store;
    private final Database ledger;
    private final String aged;
    private final Instant from;
    private final PrintStream log;

    /// @param accounts those of [Seats], open already; at least one was credited before
    AgedBooks(Database store, Database ledger, int accounts, long rows, PrintStream log) {
        this.store = store;
        this.ledger = ledger;
        this.log = log;
        from = Instant.now().minus(AGO);
        long cards = Math.max(1, rows / TRANSFERS_PER_CARD);
        // The id is one of version 7 whose chance is the transfer's number.
        aged =
                """
                with aged as (
                    select i,
                           ? + i * interval '%d milliseconds' as at,
                           (lpad(to_hex(?::bigint + i * %d), 12, '0') || '7000' || '8'
                               || lpad(to_hex(i), 15, '0'))::uuid as transfer_id,
                           'acc_bench' || (i %% %d) as account,
                           'bench-' || (i %% %d %% %d) as customer,
                           md5((hashint8(i) & 2147483647)::bigint %% %d || 'a')
                               || md5((hashint8(i) & 2147483647)::bigint %% %d || 'b') as card
                      from generate_series(?::bigint, ?::bigint) as i)
                """
                        .formatted(
                                APART.toMillis(),
                                APART.toMillis(),
                                accounts,
                                accounts,
                                Seats.CUSTOMERS,
                                cards,
                                cards);
    }

    /// Writes them, and lets PostgreSQL tidy up as it would have in the meantime.
    void write(long rows) {
        try (var toStore = open(store.owner());
                var toLedger = open(ledger.owner())) {
            for (long first = 0; first < rows; first += CHUNK) {
                long last = Math.min(first + CHUNK, rows) - 1;
                insert(toStore, TRANSFER, first, last);
                insert(toStore, HISTORY, first, last);
                insert(toLedger, DECISION, first, last);
                insert(toLedger, POSTING, first, last);
                log.println("aged by " + (last + 1) + " of " + rows + " transfers");
            }
            tidy(toStore, List.of("transfer", "transfer_history"));
            tidy(toLedger, List.of("decision", "posting", "balance"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection open(JdbcUrl url) throws SQLException {
        return DriverManager.getConnection(url.value());
    }

    private void insert(Connection connection, String what, long first, long last)
            throws SQLException {
        try (var statement = connection.prepareStatement(aged + what)) {
            statement.setObject(1, from.atOffset(ZoneOffset.UTC));
            statement.setLong(2, from.toEpochMilli());
            statement.setLong(3, first);
            statement.setLong(4, last);
            statement.executeUpdate();
        }
    }

    private static void tidy(Connection connection, List<String> tables) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var table : tables) {
                statement.execute("vacuum (analyze) " + table);
            }
        }
    }
}
