package org.banktransfer.service.postgres;

import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferSearch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Searches by the time that a transfer's id begins with: the primary key is the index of every
/// period. Each search runs for a bounded time on one connection, and at most one of a process at
/// once, so that it takes no place from a transfer.
final class PostgresTransferSearch implements TransferSearch {

    private static final int LIMIT_MAX = 100;

    /// A million transfers are read through in less.
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Connections connections;
    private final Semaphore oneAtATime = new Semaphore(1, true);

    PostgresTransferSearch(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<Transfer> find(Sought sought, Instant from, Instant until, int limit) {
        var newestFirst =
                "\n  and t.transfer_id >= :from\n  and t.transfer_id < :until"
                        + "\norder by t.transfer_id desc\nlimit :limit";
        return reading(
                limit,
                connection -> {
                    var run =
                            switch (sought) {
                                case Sought.Anything _ ->
                                        Sql.of(TransferRows.SELECT + "where true" + newestFirst)
                                                .on(connection);
                                case Sought.Key(var key) ->
                                        Sql.of(
                                                        TransferRows.SELECT
                                                                + "where t.idempotency_key = :key"
                                                                + newestFirst)
                                                .on(connection)
                                                .set("key", key);
                                case Sought.Last4(var digits) ->
                                        Sql.of(
                                                        TransferRows.SELECT
                                                                + "where t.last4 = :digits"
                                                                + newestFirst)
                                                .on(connection)
                                                .set("digits", digits);
                                case Sought.Reference(var reference) ->
                                        Sql.of(TransferRows.SELECT + REFERRED_TO + newestFirst)
                                                .on(connection)
                                                .set("reference", reference);
                            };
                    return run.set("from", first(from))
                            .set("until", first(until))
                            .set("limit", limit)
                            .list(TransferRows::transfer);
                });
    }

    /// The reference is the last word that the history has of an approval.
    private static final String REFERRED_TO =
            """
            where t.transfer_id in (
                select h.transfer_id
                  from transfer_history h
                 where h.transfer_id >= :from
                   and h.transfer_id < :until
                   and h.outcome = 'approved'
                   and split_part(h.detail, ' ', 3) = :reference)\
            """;

    @Override
    public List<Transfer> unsettled(int limit) {
        var first = "where u.transfer_id is not null\norder by u.parked is null, u.created_at";
        return reading(
                limit,
                connection ->
                        Sql.of(TransferRows.SELECT + first + "\nlimit :limit")
                                .on(connection)
                                .set("limit", limit)
                                .list(TransferRows::transfer));
    }

    /// The least id that a transfer accepted then can have.
    private static UUID first(Instant then) {
        return new UUID(then.toEpochMilli() << 16, 0);
    }

    private <T> List<T> reading(int limit, Connections.Work<List<T>> work) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        if (!isMyTurn()) {
            throw new StoreUnreachable(
                    "search: another one is under way", new IllegalStateException());
        }
        try {
            return connections.inOne(connection -> {
                setUp(connection);
                return work.on(connection);
            });
        } catch (SQLException e) {
            var message = "search: " + SqlErrors.describe(e);
            throw SqlErrors.isOutOfReach(e)
                    ? new StoreUnreachable(message, e)
                    : new IllegalStateException(message, e);
        } finally {
            oneAtATime.release();
        }
    }

    private boolean isMyTurn() {
        try {
            return oneAtATime.tryAcquire(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whole periods are read, as no other statement does.
    private static void setUp(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) WITHIN.plusSeconds(2).toMillis());
        Sql.of("set transaction read only").on(connection).update();
        Sql.of("set local statement_timeout = " + WITHIN.toMillis()).on(connection).update();
        Sql.of("set local enable_seqscan = on").on(connection).update();
        Sql.of("set local enable_hashjoin = on").on(connection).update();
    }
}
