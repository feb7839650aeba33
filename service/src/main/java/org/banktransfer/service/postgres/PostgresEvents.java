package org.banktransfer.service.postgres;

import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed;
import org.banktransfer.event.EventType;
import org.banktransfer.event.TransferEvent;
import org.banktransfer.identity.CustomerId;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The events of the transfer store's database. [ProgressWriter] writes them.
final class PostgresEvents implements EventFeed {

    /// Where an event stands that is written now. See the migration for why it is this.
    static final String POSITION =
            """
            select greatest(pg_current_xact_id()::text::bigint,
                            pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)\
            """;

    /// Below it nothing is under way any more.
    static final String HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    /// The event `e` of the transfer `t`, as [TransferRows#transfer] reads it.
    static final String COLUMNS =
            """
            e.position, t.transfer_id, t.customer, t.idempotency_key, t.account,
            t.institution, t.card_fingerprint, t.card_fingerprint_other, t.last4, t.currency,
            t.requested_minor, e.status, e.reason, e.paid_minor, t.created_at, e.at as updated_at,
            t.valid_until, t.patience_until, t.attempts, null as parked
            """;

    private static final int LIMIT_MAX = 1_000;

    private final Connections connections;

    PostgresEvents(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Page read(Filter filter, EventCursor after, int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        // No index knows the types: those that were not asked for are passed over here.
        int lookedAtMax = filter.type().isEmpty() ? limit : LIMIT_MAX;
        return PostgresTransferStore.reaching(() ->
                connections.eachOnItsOwn(connection -> {
                    long horizon = horizon(connection);
                    var lookedAt = list(connection, filter, after, horizon, lookedAtMax);
                    return page(filter, lookedAt, limit, lookedAtMax, horizon);
                }));
    }

    private static Page page(
            Filter filter, List<TransferEvent> lookedAt, int limit, int lookedAtMax, long horizon) {
        var events = new ArrayList<TransferEvent>();
        for (var event : lookedAt) {
            if (filter.matches(event)) {
                events.add(event);
            }
            if (events.size() == limit) {
                return new Page(events, event.at());
            }
        }
        return new Page(
                events,
                lookedAt.size() == lookedAtMax
                        ? lookedAt.getLast().at()
                        : EventCursor.before(horizon));
    }

    static long horizon(Connection connection) throws SQLException {
        return Sql.of(HORIZON + " as horizon")
                .on(connection)
                .first(row -> row.number("horizon"))
                .orElseThrow();
    }

    /// What is committed after the horizon was looked up stands at or above it.
    private static List<TransferEvent> list(
            Connection connection, Filter filter, EventCursor after, long horizon, int limit)
            throws SQLException {
        var list =
                "select "
                        + COLUMNS
                        + """
                          from (select *
                                  from transfer_event
                                 where (position, transfer_id, rank)
                                       > (:position, :transfer, :rank)
                                   and position < :horizon
                                   %s
                                 order by position, transfer_id, rank
                                 limit :limit) e
                          join transfer t using (transfer_id)
                         order by e.position, e.transfer_id, e.rank
                        """
                                .formatted(
                                        filter.customer().isEmpty()
                                                ? ""
                                                : "and customer = :customer");
        var run =
                Sql.of(list)
                        .on(connection)
                        .set("position", after.position())
                        .set("transfer", after.transfer().value())
                        .set("rank", after.rank())
                        .set("horizon", horizon)
                        .set("limit", limit);
        filter.customer().map(CustomerId::value).ifPresent(who -> run.set("customer", who));
        return run.list(PostgresEvents::event);
    }

    static TransferEvent event(Row row) throws SQLException {
        var transfer = TransferRows.transfer(row);
        return new TransferEvent(
                new EventCursor(
                        row.number("position"),
                        transfer.id(),
                        EventType.of(transfer.state()).rank()),
                transfer);
    }

    /// Events go in their order, so a delivery below the first that there is was queued from an
    /// event that went that very moment. Nobody can deliver it, and it would stand first in line.
    @Override
    public int prune(Instant before, int limit) {
        var prune =
                """
                with pruned as (
                    delete from transfer_event e
                     using (select position, transfer_id, rank, at
                              from transfer_event
                             order by position, transfer_id, rank
                             limit :limit) oldest
                     where e.position = oldest.position
                       and e.transfer_id = oldest.transfer_id
                       and e.rank = oldest.rank
                       and oldest.at < :before
                    returning e.position, e.transfer_id, e.rank),
                unneeded as (
                    delete from webhook_delivery d
                     using webhook_endpoint w
                     cross join pruned p
                     where d.endpoint_id = w.endpoint_id
                       and d.position = p.position
                       and d.transfer_id = p.transfer_id
                       and d.rank = p.rank),
                left_over as (
                    delete from webhook_delivery d
                     using webhook_endpoint w
                     where d.endpoint_id = w.endpoint_id
                       and d.position < (select min(position) from transfer_event))
                select count(*) as pruned from pruned
                """;
        return PostgresTransferStore.reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(prune)
                                .on(connection)
                                .set("before", before)
                                .set("limit", limit)
                                .first(row -> (int) row.number("pruned"))
                                .orElseThrow()));
    }
}
