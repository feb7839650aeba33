package org.banktransfer.service.postgres;

import static org.banktransfer.service.postgres.PostgresTransferStore.reaching;

import org.banktransfer.event.Delivery;
import org.banktransfer.event.Delivery.Result;
import org.banktransfer.event.Delivery.State;
import org.banktransfer.event.EndpointId;
import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventType;
import org.banktransfer.event.WebhookEndpoint;
import org.banktransfer.event.WebhookEndpoint.Disabled;
import org.banktransfer.event.WebhookEndpoint.Wanted;
import org.banktransfer.event.Webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Webhook endpoints and their queues, in the transfer store's database.
final class PostgresWebhooks implements Webhooks {

    private static final int LIST_MAX = 100;
    private static final int OUTCOME_MAX = 200;

    private static final String ENDPOINT =
            """
            endpoint_id, url, description, types, disabled, secret_number, old_secret_until,
            failing_since, created_at, updated_at
            """;

    private static final String DELIVERY =
            "d.endpoint_id, d.state, d.attempts, d.due_at, d.last_attempt_at, d.last_outcome, "
                    + PostgresEvents.COLUMNS;

    private final Connections connections;

    PostgresWebhooks(Connections connections) {
        this.connections = connections;
    }

    private <T> T each(Connections.Work<T> work) {
        return reaching(() -> connections.eachOnItsOwn(work));
    }

    /// Begins at the horizon: what is under way now is committed above it.
    @Override
    public boolean add(WebhookEndpoint endpoint) {
        var add =
                """
                insert into webhook_endpoint (endpoint_id, url, description, types, secret_number,
                                              position, transfer_id, rank, created_at, updated_at)
                select :id, :url, :description, :types::text[], :secret_number,
                       :position, :transfer, :rank, :at, :at
                 where (select count(*) from webhook_endpoint) < :max
                """;
        return each(connection -> {
            var place = EventCursor.before(PostgresEvents.horizon(connection));
            var wanted = endpoint.wanted();
            return Sql.of(add)
                            .on(connection)
                            .set("id", endpoint.id().value())
                            .set("url", wanted.url())
                            .set("description", wanted.description())
                            .set("types", ElementType.TEXT, words(wanted.types()))
                            .set("secret_number", endpoint.secretNumber())
                            .set("position", place.position())
                            .set("transfer", place.transfer().value())
                            .set("rank", place.rank())
                            .set("at", endpoint.createdAt())
                            .set("max", ENDPOINTS_MAX)
                            .update()
                    == 1;
        });
    }

    private static List<String> words(Collection<EventType> types) {
        return types.stream().map(EventType::word).sorted().toList();
    }

    @Override
    public List<WebhookEndpoint> endpoints() {
        return each(connection ->
                Sql.of("select " + ENDPOINT + "from webhook_endpoint order by created_at")
                        .on(connection)
                        .list(PostgresWebhooks::endpoint));
    }

    @Override
    public Optional<WebhookEndpoint> find(EndpointId id) {
        return each(connection ->
                Sql.of("select " + ENDPOINT + "from webhook_endpoint where endpoint_id = :id")
                        .on(connection)
                        .set("id", id.value())
                        .first(PostgresWebhooks::endpoint));
    }

    private static WebhookEndpoint endpoint(Row row) throws SQLException {
        return new WebhookEndpoint(
                new EndpointId(row.uuid("endpoint_id")),
                new Wanted(
                        row.text("url"),
                        row.text("description"),
                        row.texts("types").stream()
                                .map(word -> EventType.ofWord(word))
                                .collect(Collectors.toSet())),
                row.optionalText("disabled").map(Disabled::valueOf),
                (int) row.number("secret_number"),
                row.optionalInstant("old_secret_until"),
                row.optionalInstant("failing_since"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    @Override
    public Optional<WebhookEndpoint> change(
            EndpointId id, Wanted wanted, Optional<Disabled> disabled, Instant now) {
        var change =
                """
                update webhook_endpoint
                   set url = :url,
                       description = :description,
                       types = :types::text[],
                       disabled = :disabled,
                       failing_since = case when disabled is null then failing_since end,
                       updated_at = :at
                 where endpoint_id = :id
                returning
                """;
        var setGoing =
                """
                update webhook_delivery
                   set due_at = :at, attempts = 0
                 where endpoint_id = :id
                   and state = 'WAITING'
                """;
        return reaching(() ->
                connections.inOne(connection -> {
                    var wasDisabled =
                            Sql.of(
                                            """
                                            select disabled is not null as was_disabled
                                              from webhook_endpoint
                                             where endpoint_id = :id
                                               for update
                                            """)
                                    .on(connection)
                                    .set("id", id.value())
                                    .first(row -> row.flag("was_disabled"));
                    if (wasDisabled.orElse(false) && disabled.isEmpty()) {
                        Sql.of(setGoing)
                                .on(connection)
                                .set("id", id.value())
                                .set("at", now)
                                .update();
                    }
                    return Sql.of(change + ENDPOINT)
                            .on(connection)
                            .set("id", id.value())
                            .set("url", wanted.url())
                            .set("description", wanted.description())
                            .set("types", ElementType.TEXT, words(wanted.types()))
                            .set("disabled", disabled.map(Enum::name).orElse(null))
                            .set("at", now)
                            .first(PostgresWebhooks::endpoint);
                }));
    }

    @Override
    public boolean remove(EndpointId id) {
        return each(connection ->
                Sql.of("delete from webhook_endpoint where endpoint_id = :id")
                                .on(connection)
                                .set("id", id.value())
                                .update()
                        == 1);
    }

    @Override
    public Optional<WebhookEndpoint> rotate(EndpointId id, Instant oldUntil, Instant now) {
        var rotate =
                """
                update webhook_endpoint
                   set secret_number = secret_number + 1,
                       old_secret_until = :until,
                       updated_at = :at
                 where endpoint_id = :id
                returning
                """;
        return each(connection ->
                Sql.of(rotate + ENDPOINT)
                        .on(connection)
                        .set("id", id.value())
                        .set("until", oldUntil)
                        .set("at", now)
                        .first(PostgresWebhooks::endpoint));
    }

    /// Most of the time there is nothing new, and then this locks and writes nothing. An endpoint
    /// that another node is giving events to is passed over.
    @Override
    public int fanOut(Instant now, int limit) {
        var behind =
                """
                select w.endpoint_id
                  from webhook_endpoint w
                 where w.disabled is null
                   and exists (select from transfer_event e
                                where (e.position, e.transfer_id, e.rank)
                                      > (w.position, w.transfer_id, w.rank)
                                  and e.position < :horizon)
                """;
        var fanOut =
                """
                with endpoint as materialized (
                    select *
                      from webhook_endpoint
                     where endpoint_id = :id
                       and disabled is null
                       for update skip locked),
                next as materialized (
                    select e.position, e.transfer_id, e.rank, e.status
                      from endpoint w
                     cross join lateral (
                           select *
                             from transfer_event e
                            where (e.position, e.transfer_id, e.rank)
                                  > (w.position, w.transfer_id, w.rank)
                              and e.position < :horizon
                            order by e.position, e.transfer_id, e.rank
                            limit :limit) e),
                queued as (
                    insert into webhook_delivery (endpoint_id, position, transfer_id, rank, state,
                                                  due_at)
                    select w.endpoint_id, n.position, n.transfer_id, n.rank, 'WAITING', :now
                      from endpoint w
                     cross join next n
                     where w.types = '{}' or n.status = any (w.types)
                        on conflict do nothing),
                last as (
                    select position, transfer_id, rank
                      from next
                     order by position desc, transfer_id desc, rank desc
                     limit 1)
                update webhook_endpoint w
                   set position = last.position,
                       transfer_id = last.transfer_id,
                       rank = last.rank
                  from last
                 where w.endpoint_id = :id
                returning (select count(*) from next) as given
                """;
        return each(connection -> {
            long horizon = PostgresEvents.horizon(connection);
            var ids =
                    Sql.of(behind)
                            .on(connection)
                            .set("horizon", horizon)
                            .list(row -> row.uuid("endpoint_id"));
            int given = 0;
            for (var id : ids) {
                given +=
                        Sql.of(fanOut)
                                .on(connection)
                                .set("id", id)
                                .set("horizon", horizon)
                                .set("limit", limit)
                                .set("now", now)
                                .first(row -> (int) row.number("given"))
                                .orElse(0);
            }
            return given;
        });
    }

    @Override
    public List<WebhookEndpoint> due(Instant now) {
        var due =
                """
                from webhook_endpoint w
                 where disabled is null
                   and exists (select from webhook_delivery d
                                where d.endpoint_id = w.endpoint_id
                                  and d.state = 'WAITING'
                                  and d.due_at <= :now)
                """;
        return each(connection ->
                Sql.of("select " + ENDPOINT + due)
                        .on(connection)
                        .set("now", now)
                        .list(PostgresWebhooks::endpoint));
    }

    @Override
    public List<Delivery> claimDue(EndpointId id, Instant now, Instant claimedUntil, int limit) {
        var claimDue =
                """
                with due as materialized (
                    select d.endpoint_id, d.position, d.transfer_id, d.rank
                      from webhook_delivery d
                     where d.endpoint_id = :id
                       and d.state = 'WAITING'
                       and d.due_at <= :now
                       and not exists (select from webhook_delivery earlier
                                        where earlier.endpoint_id = d.endpoint_id
                                          and earlier.transfer_id = d.transfer_id
                                          and earlier.state = 'WAITING'
                                          and earlier.rank < d.rank)
                     order by d.due_at
                     limit :limit
                       for update skip locked)
                update webhook_delivery d
                   set due_at = :until
                  from due
                  join transfer_event e using (position, transfer_id, rank)
                  join transfer t using (transfer_id)
                 where d.endpoint_id = due.endpoint_id
                   and d.position = due.position
                   and d.transfer_id = due.transfer_id
                   and d.rank = due.rank
                returning
                """;
        return each(connection ->
                Sql.of(claimDue + DELIVERY)
                        .on(connection)
                        .set("id", id.value())
                        .set("now", now)
                        .set("until", claimedUntil)
                        .set("limit", limit)
                        .list(PostgresWebhooks::delivery)
                        .stream()
                        .sorted(Comparator.comparing(delivery -> delivery.event().at()))
                        .toList());
    }

    private static Delivery delivery(Row row) throws SQLException {
        return new Delivery(
                new EndpointId(row.uuid("endpoint_id")),
                PostgresEvents.event(row),
                State.valueOf(row.text("state")),
                (int) row.number("attempts"),
                row.instant("due_at"),
                row.optionalInstant("last_attempt_at"),
                row.optionalText("last_outcome"));
    }

    @Override
    public void record(Delivery delivery, Result result, Instant at, Instant failingMax) {
        each(connection -> {
            switch (result) {
                case Result.Taken _ -> {
                    recordDelivery(connection, delivery, State.DELIVERED, at, result, at);
                    clearFailing(connection, delivery.endpoint());
                }
                case Result.Later(_, var dueAt) -> {
                    recordDelivery(connection, delivery, State.WAITING, dueAt, result, at);
                    markFailing(connection, delivery.endpoint(), at, failingMax);
                }
                case Result.GivenUp _ -> {
                    recordDelivery(connection, delivery, State.GIVEN_UP, at, result, at);
                    markFailing(connection, delivery.endpoint(), at, failingMax);
                }
                case Result.Gone _ -> {
                    recordDelivery(connection, delivery, State.WAITING, at, result, at);
                    disable(connection, delivery.endpoint(), at);
                }
            }
            return 0;
        });
    }

    private static void recordDelivery(
            Connection connection,
            Delivery delivery,
            State state,
            Instant dueAt,
            Result result,
            Instant at)
            throws SQLException {
        var record =
                """
                update webhook_delivery
                   set state = :state,
                       attempts = attempts + 1,
                       due_at = :due_at,
                       last_attempt_at = :at,
                       last_outcome = :outcome
                 where endpoint_id = :id
                   and position = :position
                   and transfer_id = :transfer
                   and rank = :rank
                   and state = 'WAITING'
                """;
        var outcome = result.outcome();
        var event = delivery.event().at();
        Sql.of(record)
                .on(connection)
                .set("id", delivery.endpoint().value())
                .set("position", event.position())
                .set("transfer", event.transfer().value())
                .set("rank", event.rank())
                .set("state", state.name())
                .set("due_at", dueAt)
                .set("at", at)
                .set("outcome", outcome.substring(0, Math.min(outcome.length(), OUTCOME_MAX)))
                .update();
    }

    private static void clearFailing(Connection connection, EndpointId id) throws SQLException {
        var clear =
                """
                update webhook_endpoint
                   set failing_since = null
                 where endpoint_id = :id
                   and failing_since is not null
                """;
        Sql.of(clear).on(connection).set("id", id.value()).update();
    }

    private static void markFailing(
            Connection connection, EndpointId id, Instant at, Instant failingMax)
            throws SQLException {
        var mark =
                """
                update webhook_endpoint
                   set failing_since = coalesce(failing_since, :at),
                       disabled = case when failing_since <= :max then 'FAILING' end,
                       updated_at = case when failing_since <= :max then :at else updated_at end
                 where endpoint_id = :id
                   and disabled is null
                   and (failing_since is null or failing_since <= :max)
                """;
        Sql.of(mark)
                .on(connection)
                .set("id", id.value())
                .set("at", at)
                .set("max", failingMax)
                .update();
    }

    private static void disable(Connection connection, EndpointId id, Instant at)
            throws SQLException {
        var disable =
                """
                update webhook_endpoint
                   set disabled = 'GONE',
                       updated_at = :at
                 where endpoint_id = :id
                   and disabled is null
                """;
        Sql.of(disable).on(connection).set("id", id.value()).set("at", at).update();
    }

    @Override
    public List<Delivery> deliveries(
            EndpointId id, Optional<State> state, Optional<EventCursor> before, int limit) {
        if (limit < 1 || limit > LIST_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        var newestFirst =
                """
                from webhook_delivery d
                  join transfer_event e using (position, transfer_id, rank)
                  join transfer t using (transfer_id)
                 where d.endpoint_id = :id
                   and (d.position, d.transfer_id, d.rank) < (:position, :transfer, :rank)
                   %s
                 order by d.position desc, d.transfer_id desc, d.rank desc
                 limit :limit
                """
                        .formatted(state.isEmpty() ? "" : "and d.state = :state");
        var from = before.orElse(EventCursor.before(Long.MAX_VALUE));
        return each(connection -> {
            var run =
                    Sql.of("select " + DELIVERY + newestFirst)
                            .on(connection)
                            .set("id", id.value())
                            .set("position", from.position())
                            .set("transfer", from.transfer().value())
                            .set("rank", from.rank())
                            .set("limit", limit);
            state.ifPresent(one -> run.set("state", one.name()));
            return run.list(PostgresWebhooks::delivery);
        });
    }

    /// What the endpoint has not been given yet is left to its turn.
    @Override
    public int replay(EndpointId id, Instant from, Instant to, Instant now, int limit) {
        var replay =
                """
                with wanted as materialized (
                    select w.endpoint_id, e.position, e.transfer_id, e.rank
                      from webhook_endpoint w
                      join transfer_event e
                        on (e.position, e.transfer_id, e.rank)
                           <= (w.position, w.transfer_id, w.rank)
                       and (w.types = '{}' or e.status = any (w.types))
                     where w.endpoint_id = :id
                       and e.at >= :from
                       and e.at < :to
                     limit :more),
                queued as (
                    insert into webhook_delivery (endpoint_id, position, transfer_id, rank, state,
                                                  due_at)
                    select endpoint_id, position, transfer_id, rank, 'WAITING', :now
                      from wanted
                     where (select count(*) from wanted) < :more
                     order by position, transfer_id, rank
                        on conflict (endpoint_id, position, transfer_id, rank)
                        do update set state = 'WAITING', due_at = excluded.due_at, attempts = 0)
                select count(*) as found from wanted
                """;
        return each(connection ->
                Sql.of(replay)
                        .on(connection)
                        .set("id", id.value())
                        .set("from", from)
                        .set("to", to)
                        .set("now", now)
                        .set("more", limit + 1)
                        .first(row -> (int) row.number("found"))
                        .orElseThrow());
    }
}
