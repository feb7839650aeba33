package org.banktransfer.bench.rig;

import org.banktransfer.bench.load.Accounts;
import org.banktransfer.bench.load.Seats;
import org.banktransfer.service.postgres.Database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Writes what a transfer must leave behind, and nothing else: the intent, with the card's slot;
/// the decision, its posting and the balances that follow; and the end, which gives the slot back.
/// Three commits, each for a batch, none sent before the one before it is durable, by the same
/// schema with all its guards.
///
/// Two flushers, each with a connection to each database, do so in turn. Nothing is looked up,
/// locked or checked that the schema does not check by itself: no service can write the same rows
/// for less.
public final class LimitRig {

    private static final int FLUSHERS = 2;

    private final Database store;
    private final Database ledger;
    private final int batch;
    private final int accounts;
    private final boolean writesHistory;
    private final LongAdder done = new LongAdder();

    /// @param store with the service's schema, and nothing in it
    /// @param batch transfers to a commit
    /// @param writesHistory whether the three entries of each transfer's history are written, too
    public LimitRig(
            Database store, Database ledger, int batch, int accounts, boolean writesHistory) {
        this.store = store;
        this.ledger = ledger;
        this.batch = batch;
        this.accounts = accounts;
        this.writesHistory = writesHistory;
    }

    /// Transfers written so far.
    public long done() {
        return done.sum();
    }

    /// Opens the accounts that the transfers are credited to.
    public void openAccounts() {
        Accounts.open(ledger.service(), accounts);
        try (var connection = DriverManager.getConnection(ledger.service().value());
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into ledger_account (kind, institution, currency)
                    values ('due_from_institution', 'sandbox', 'USD')
                        on conflict do nothing
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes for so long; returns when the last batch is durable.
    public void run(Duration length) throws InterruptedException {
        long endNanos = System.nanoTime() + length.toNanos();
        try (var threads = Executors.newFixedThreadPool(FLUSHERS)) {
            var flushers =
                    IntStream.range(0, FLUSHERS)
                            .<Future<?>>mapToObj(i ->
                                    threads.submit(() -> {
                                        try (var flusher = new Flusher(i)) {
                                            while (System.nanoTime() < endNanos) {
                                                flusher.flush();
                                            }
                                        }
                                        return null;
                                    }))
                            .toList();
            for (var flusher : flushers) {
                flusher.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static final String INTENT =
            """
            with wish as (
                select *
                  from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                       as w (transfer_id, customer, key, account, card)),
            accepted as (
                insert into transfer (transfer_id, customer, idempotency_key, account, institution,
                                      card_fingerprint, last4, currency, requested_minor, status,
                                      created_at, updated_at, valid_until, patience_until)
                select transfer_id, customer, key, account, 'sandbox', card, '0000', 'USD', 100,
                       'pending', ?, ?, ?, ?
                  from wish)
            insert into unsettled (transfer_id, card_fingerprint, institution, created_at,
                                   next_step_at, claim, claimed_until)
            select transfer_id, card, 'sandbox', ?, ?, 1, ?
              from wish
            """;

    private static final String DECISION =
            """
            with paid as (
                select *
                  from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[])
                       as p (transfer_id, account, card, ledger_account)),
            decided as (
                insert into decision (transfer_id, outcome, amount_minor, currency, institution,
                                      account, card_fingerprint, decided_at)
                select transfer_id, 'credited', 100, 'USD', 'sandbox', account, card, ?
                  from paid)
            insert into posting (transfer_id, kind, debit_account, credit_account, amount_minor,
                                 currency, posted_at)
            select transfer_id, 'credited', ?, ledger_account, 100, 'USD', ?
              from paid
            """;

    private static final String END =
            """
            with gone as (
                delete from unsettled
                 where transfer_id = any(?::uuid[])
                returning transfer_id)
            update transfer t
               set status = 'completed', paid_minor = 100, paid_currency = 'USD', updated_at = ?
              from gone g
             where t.transfer_id = g.transfer_id
            """;

    private static final String HISTORY =
            """
            insert into transfer_history (transfer_id, at, ticket, writer, node, step, outcome,
                                          detail, took_micros)
            select h.transfer_id, ?, s.ticket, ?, 'rig', s.step, s.outcome, '', 1000
              from unnest(?::uuid[]) as h (transfer_id)
             cross join (values (1, 'cash_out', 'approved'), (2, 'credit', 'credited'),
                                (3, 'close', 'completed')) as s (ticket, step, outcome)
            """;

    /// One of those that write. Used by one thread.
    private final class Flusher implements AutoCloseable {

        private final int number;
        private final Connection toStore;
        private final Connection toLedger;
        private final long[] ledgerAccounts = new long[accounts];
        private final long due;
        private final Random chance;
        private long sequence;

        private Flusher(int number) throws SQLException {
            this.number = number;
            chance = new Random(number);
            toStore = DriverManager.getConnection(store.service().value());
            toLedger = DriverManager.getConnection(ledger.service().value());
            toStore.setAutoCommit(false);
            try (var statement = toLedger.createStatement();
                    var rows =
                            statement.executeQuery(
                                    """
                                    select substr(account_id, 10)::integer, ledger_account_id
                                      from ledger_account
                                     where kind = 'customer'
                                    """)) {
                while (rows.next()) {
                    ledgerAccounts[rows.getInt(1)] = rows.getLong(2);
                }
            }
            try (var statement = toLedger.createStatement();
                    var rows =
                            statement.executeQuery(
                                    """
                                    select ledger_account_id
                                      from ledger_account
                                     where kind = 'due_from_institution'
                                    """)) {
                rows.next();
                due = rows.getLong(1);
            }
            toLedger.setAutoCommit(false);
        }

        /// One batch, from intent to end.
        private void flush() throws SQLException {
            var now = Instant.now().atOffset(ZoneOffset.UTC);
            var ids = new UUID[batch];
            var customers = new String[batch];
            var keys = new String[batch];
            var names = new String[batch];
            var cards = new String[batch];
            var credited = new Long[batch];
            long millis = now.toInstant().toEpochMilli() << 16;
            for (int i = 0; i < batch; i++) {
                int account = chance.nextInt(accounts);
                ids[i] =
                        new UUID(
                                millis | 0x7000 | chance.nextInt(0x1000),
                                Long.MIN_VALUE | (chance.nextLong() >>> 2));
                customers[i] = Seats.customer(account);
                keys[i] = number + "-" + sequence++ + "-" + millis;
                names[i] = Seats.account(account);
                cards[i] = "%016x%016x%032x".formatted(number, sequence, millis);
                credited[i] = ledgerAccounts[account];
            }
            try (var intent = toStore.prepareStatement(INTENT)) {
                setArrays(
                        intent, "uuid", ids, "text", customers, "text", keys, "text", names, "text",
                        cards);
                for (int at = 6; at <= 12; at++) {
                    intent.setObject(at, now);
                }
                intent.executeUpdate();
                toStore.commit();
            }
            try (var decision = toLedger.prepareStatement(DECISION)) {
                setArrays(decision, "uuid", ids, "text", names, "text", cards, "bigint", credited);
                decision.setObject(5, now);
                decision.setLong(6, due);
                decision.setObject(7, now);
                decision.executeUpdate();
                toLedger.commit();
            }
            if (writesHistory) {
                try (var history = toStore.prepareStatement(HISTORY)) {
                    history.setObject(1, now);
                    history.setLong(2, number);
                    history.setArray(3, array(history, "uuid", ids));
                    history.executeUpdate();
                }
            }
            try (var end = toStore.prepareStatement(END)) {
                end.setArray(1, array(end, "uuid", ids));
                end.setObject(2, now);
                int ended = end.executeUpdate();
                if (ended != batch) {
                    throw new IllegalStateException(ended + " ended of " + batch);
                }
                toStore.commit();
            }
            done.add(batch);
        }

        @Override
        public void close() throws SQLException {
            toStore.close();
            toLedger.close();
        }
    }

    /// @param typesAndValues the element type and the elements of each array, in turn
    private static void setArrays(PreparedStatement statement, Object... typesAndValues)
            throws SQLException {
        for (int i = 0; i < typesAndValues.length; i += 2) {
            statement.setArray(
                    i / 2 + 1,
                    array(statement, (String) typesAndValues[i], (Object[]) typesAndValues[i + 1]));
        }
    }

    private static Array array(PreparedStatement statement, String type, Object[] values)
            throws SQLException {
        return statement.getConnection().createArrayOf(type, values);
    }
}
