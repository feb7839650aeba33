package org.banktransfer.bench.measured;

import org.banktransfer.service.postgres.Database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What PostgreSQL counts, and what our own tables say of a run. One connection to each of the two
/// databases, by the service's login. Not safe under concurrency.
public final class Postgres implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Connection store;
    private final Connection ledger;

    /// What the whole server has written so far.
    ///
    /// @param walBytes where the write-ahead log has got to
    /// @param fsyncs of the write-ahead log
    /// @param commits of both databases; a server tells them up to a second late
    /// @param checkpoints that were done
    public record Written(long walBytes, long fsyncs, long commits, long checkpoints) {}

    /// When a transfer was accepted and when it was settled, by the node's clock, in microseconds.
    public record Settled(long acceptedMicros, long settledMicros) {
        public long took() {
            return Math.max(0, settledMicros - acceptedMicros);
        }
    }

    public interface EachMicros {
        void accept(UUID transfer, long micros);
    }

    public Postgres(Database store, Database ledger) {
        try {
            this.store = DriverManager.getConnection(store.service().value());
            this.ledger = DriverManager.getConnection(ledger.service().value());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Written written() {
        var counters =
                """
                select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint,
                       (select sum(fsyncs)::bigint from pg_stat_io where object = 'wal'),
                       (select sum(xact_commit)::bigint from pg_stat_database),
                       (select num_done from pg_stat_checkpointer)
                """;
        return one(
                store,
                counters,
                row -> new Written(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    }

    /// Who answers, for the report.
    public String version() {
        return one(store, "select version()", row -> row.getString(1));
    }

    public long unsettled() {
        return one(store, "select count(*) from unsettled", row -> row.getLong(1));
    }

    /// Waits until no transfer is unsettled any more.
    ///
    /// @return how long that took
    /// @throws IllegalStateException if it takes longer than it may
    public Duration awaitSettled(Duration within) throws InterruptedException {
        long from = System.nanoTime();
        for (long left = unsettled(); left > 0; left = unsettled()) {
            var took = Duration.ofNanos(System.nanoTime() - from);
            if (took.compareTo(within) > 0) {
                throw new IllegalStateException(left + " transfers are not settled after " + took);
            }
            Thread.sleep(POLL);
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /// All transfers, by the size of the table as PostgreSQL last estimated it.
    public long transfersAbout() {
        return one(
                store,
                "select reltuples::bigint from pg_class where relname = 'transfer'",
                row -> row.getLong(1));
    }

    /// The transfers that were accepted in a period and have completed.
    public List<Settled> completed(Instant from, Instant to) {
        var completed =
                """
                select (extract(epoch from created_at) * 1000000)::bigint,
                       (extract(epoch from updated_at) * 1000000)::bigint
                  from transfer
                 where transfer_id >= ? and transfer_id < ?
                   and created_at >= ? and created_at < ?
                   and status = 'completed'
                """;
        var found = new ArrayList<Settled>();
        try (var statement = store.prepareStatement(completed)) {
            statement.setObject(1, idAt(from.minusSeconds(1)));
            statement.setObject(2, idAt(to.plusSeconds(1)));
            statement.setObject(3, from.atOffset(ZoneOffset.UTC));
            statement.setObject(4, to.atOffset(ZoneOffset.UTC));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Settled(rows.getLong(1), rows.getLong(2)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /// What each cash-out of a period took in all, as the node saw it.
    public void cashOuts(Instant from, Instant to, EachMicros each) {
        var cashOuts =
                """
                select transfer_id, sum(took_micros)::bigint
                  from transfer_history
                 where transfer_id >= ? and transfer_id < ?
                   and step = 'cash_out'
                 group by transfer_id
                """;
        try (var statement = store.prepareStatement(cashOuts)) {
            statement.setObject(1, idAt(from.minusSeconds(1)));
            statement.setObject(2, idAt(to.plusSeconds(1)));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.accept(rows.getObject(1, UUID.class), rows.getLong(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How often which step had which outcome, but for those of a transfer that goes well.
    public Map<String, Long> detours(Instant from, Instant to) {
        var detours =
                """
                select step || ' ' || outcome as detour, count(*)
                  from transfer_history
                 where transfer_id >= ? and transfer_id < ?
                   and (step, outcome) not in (('cash_out', 'approved'), ('credit', 'credited'),
                                               ('close', 'completed'))
                 group by detour
                """;
        var found = new TreeMap<String, Long>();
        try (var statement = store.prepareStatement(detours)) {
            statement.setObject(1, idAt(from));
            statement.setObject(2, idAt(to));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getLong(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /// The sum of what customers' accounts hold.
    public long onAccountsMinor() {
        var sum =
                """
                select coalesce(sum(net_minor), 0)::bigint
                  from balance
                  join ledger_account using (ledger_account_id)
                 where kind = 'customer'
                """;
        return one(ledger, sum, row -> row.getLong(1));
    }

    /// The first id that could be made at an instant: ids begin with the milliseconds.
    static UUID idAt(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }

    private interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private static <T> T one(Connection connection, String sql, Read<T> read) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return read.from(rows);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (store;
                ledger) {
            // Nothing but to close both.
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
