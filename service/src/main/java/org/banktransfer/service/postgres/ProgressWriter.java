package org.banktransfer.service.postgres;

import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;
import org.banktransfer.service.postgres.WriteBehind.Ticketed;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.TransferState;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Writes a batch of progress in one database transaction, with a few statements however long the
/// batch is. What is written twice is the same as what is written once.
final class ProgressWriter implements WriteBehind.Sink {

    /// A detail is for people, and partly from outside.
    private static final int DETAIL_MAX = 1000;

    private final Connections connections;
    private final long writer;

    /// @param writer tells this process's history from every other's
    ProgressWriter(Connections connections, long writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public void write(List<Ticketed> batch) throws SQLException {
        try {
            write(batch, "");
        } catch (SQLException e) {
            if (!SqlErrors.isDuplicate(e)) {
                throw e;
            }
            // Written again, after a commit that has gone well without our hearing of it.
            write(batch, "on conflict do nothing");
        }
    }

    private void write(List<Ticketed> batch, String ifThere) throws SQLException {
        connections.inOne(connection -> {
            write(connection, batch, ifThere);
            return batch.size();
        });
    }

    /// @param ifThere for history: to look for each entry before it is written takes as long as to
    ///   write it, so that is done only where there is reason to
    void write(Connection connection, List<Ticketed> batch, String ifThere) throws SQLException {
        var changes = Changes.of(batch);
        insertHistory(connection, batch, ifThere);
        lock(connection, changes);
        release(connection, changes.released().values());
        change(connection, changes.passed().values());
        settle(connection, changes.ended().values());
    }

    /// A release of one claim on one transfer.
    private record Claimed(TransferId id, ClaimToken claim) {}

    /// What a batch comes to for each transfer: the last state before a final one, the first final
    /// one, and the first release of each claim, since it ends the claim. A state and a release
    /// touch different columns, so their order among each other does not matter.
    private record Changes(
            Map<TransferId, Became> passed,
            Map<TransferId, Became> ended,
            Map<Claimed, Released> released) {

        static Changes of(List<Ticketed> batch) {
            var changes =
                    new Changes(
                            new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
            for (var ticketed : batch) {
                switch (ticketed.change().orElse(null)) {
                    case null -> {}
                    case Became became when changes.ended.containsKey(became.id()) -> {}
                    case Became became when became.state().isFinal() ->
                            changes.ended.put(became.id(), became);
                    case Became became -> changes.passed.put(became.id(), became);
                    case Released released ->
                            changes.released.putIfAbsent(
                                    new Claimed(released.id(), released.claim()), released);
                }
            }
            return changes;
        }

        List<TransferId> ids() {
            var ids = new TreeSet<>(ended.keySet());
            ids.addAll(passed.keySet());
            released.keySet().forEach(claimed -> ids.add(claimed.id()));
            return List.copyOf(ids);
        }
    }

    private void insertHistory(Connection connection, List<Ticketed> batch, String ifThere)
            throws SQLException {
        var insert =
                """
                insert into transfer_history (transfer_id, at, ticket, writer, node, step, outcome,
                                              detail, took_micros)
                select h.transfer_id, h.at, h.ticket, :writer, h.node, h.step, h.outcome, h.detail,
                       h.took_micros
                  from unnest(:ids::uuid[], :ats::timestamptz[], :tickets::bigint[],
                              :nodes::text[], :steps::text[], :outcomes::text[], :details::text[],
                              :took::bigint[])
                       as h (transfer_id, at, ticket, node, step, outcome, detail, took_micros)
                """;
        var written = batch.stream().filter(ticketed -> ticketed.entry().isPresent()).toList();
        if (written.isEmpty()) {
            return;
        }
        var entries = written.stream().map(ticketed -> ticketed.entry().orElseThrow()).toList();
        Sql.of(insert + ifThere)
                .on(connection)
                .set("writer", writer)
                .set(
                        "ids",
                        ElementType.UUID,
                        entries.stream().map(entry -> entry.id().value()).toList())
                .set(
                        "ats",
                        ElementType.TIMESTAMPTZ,
                        entries.stream().map(HistoryEntry::at).toList())
                .set("tickets", ElementType.BIGINT, written.stream().map(Ticketed::ticket).toList())
                .set("nodes", ElementType.TEXT, entries.stream().map(HistoryEntry::node).toList())
                .set("steps", ElementType.TEXT, entries.stream().map(HistoryEntry::step).toList())
                .set(
                        "outcomes",
                        ElementType.TEXT,
                        entries.stream().map(HistoryEntry::outcome).toList())
                .set(
                        "details",
                        ElementType.TEXT,
                        entries.stream().map(entry -> storable(entry.detail())).toList())
                .set(
                        "took",
                        ElementType.BIGINT,
                        entries.stream().map(entry -> micros(entry.took())).toList())
                .update();
    }

    /// PostgreSQL's text holds no zero character, and ours no longer a detail than a person would
    /// read.
    private static String storable(String detail) {
        var clean = detail.replace('\0', '\uFFFD');
        return clean.length() <= DETAIL_MAX ? clean : clean.substring(0, DETAIL_MAX);
    }

    /// A clock that was set back in between must not cost us the entry.
    private static long micros(Duration took) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMicros(took.toNanos()));
    }

    /// Locks all rows of the batch in the order of their ids, as everybody does who changes
    /// several, so that no two wait for each other. What then changes a status sees all that was
    /// committed before it, as the order of events needs.
    private static void lock(Connection connection, Changes changes) throws SQLException {
        var lock =
                """
                select transfer_id
                  from unsettled
                 where transfer_id = any(:ids)
                 order by transfer_id
                   for update
                """;
        var ids = changes.ids();
        if (!ids.isEmpty()) {
            Sql.of(lock)
                    .on(connection)
                    .set("ids", ElementType.UUID, ids.stream().map(TransferId::value).toList())
                    .list(_ -> 0);
        }
    }

    /// Only where the claim is still the one that is released; whoever has taken the transfer over
    /// is left alone.
    private static void release(Connection connection, Collection<Released> released)
            throws SQLException {
        var release =
                """
                update unsettled u
                   set claim = null,
                       claimed_until = '-infinity',
                       attempts = r.attempts,
                       next_step_at = r.next_step_at,
                       parked = r.parked
                  from unnest(:ids::uuid[], :claims::bigint[], :attempts::integer[],
                              :next_step_ats::timestamptz[], :parked::text[])
                       as r (transfer_id, claim, attempts, next_step_at, parked)
                 where u.transfer_id = r.transfer_id
                   and u.claim = r.claim
                """;
        if (released.isEmpty()) {
            return;
        }
        Sql.of(release)
                .on(connection)
                .set(
                        "ids",
                        ElementType.UUID,
                        released.stream().map(one -> one.id().value()).toList())
                .set(
                        "claims",
                        ElementType.BIGINT,
                        released.stream().map(one -> one.claim().value()).toList())
                .set(
                        "attempts",
                        ElementType.INTEGER,
                        released.stream().map(Released::attempts).toList())
                .set(
                        "next_step_ats",
                        ElementType.TIMESTAMPTZ,
                        released.stream().map(Released::nextStepAt).toList())
                .set(
                        "parked",
                        ElementType.TEXT,
                        released.stream()
                                .map(one -> one.parked().map(Enum::name).orElse(null))
                                .toList())
                .update();
    }

    /// Final states. Whoever deletes the row of `unsettled` writes the state; for everybody else
    /// there is nothing left to settle. The same statement tells of it, gives back the card's slot
    /// and notes a wrong PIN, so whoever takes the slot next counts it.
    private static void settle(Connection connection, Collection<Became> settled)
            throws SQLException {
        var settle =
                """
                with ended as (
                    select *
                      from unnest(:ids::uuid[], :statuses::text[], :reasons::text[],
                                  :paid::bigint[], :currencies::text[], :ats::timestamptz[])
                           as e (transfer_id, status, reason, paid_minor, paid_currency, at)),
                gone as (
                    delete from unsettled u
                     using ended e
                     where u.transfer_id = e.transfer_id
                    returning e.*, u.attempts, u.card_fingerprint),
                settled as (
                    update transfer t
                       set status = g.status,
                           reason = g.reason,
                           paid_minor = g.paid_minor,
                           paid_currency = g.paid_currency,
                           updated_at = g.at,
                           attempts = g.attempts
                      from gone g
                     where t.transfer_id = g.transfer_id
                    returning g.*, t.customer),
                told as (
                    insert into transfer_event (position, transfer_id, rank, status, customer,
                                                reason, paid_minor, at)
                    select (%s), transfer_id, 3, status, customer, reason, paid_minor, at
                      from settled)
                insert into wrong_pin (transfer_id, card_fingerprint, customer, at)
                select transfer_id, card_fingerprint, customer, at
                  from settled
                 where status = 'declined' and reason = 'WRONG_PIN'
                """
                        .formatted(PostgresEvents.POSITION);
        run(settle, connection, settled);
    }

    /// States that are not final, of transfers that are not final, told of where they are news:
    /// what is joined to `changed` is the row of before.
    private static void change(Connection connection, Collection<Became> changed)
            throws SQLException {
        var change =
                """
                with changed as (
                    update transfer t
                       set status = c.status,
                           reason = c.reason,
                           paid_minor = c.paid_minor,
                           paid_currency = c.paid_currency,
                           updated_at = c.at
                      from unnest(:ids::uuid[], :statuses::text[], :reasons::text[],
                                  :paid::bigint[], :currencies::text[], :ats::timestamptz[])
                           as c (transfer_id, status, reason, paid_minor, paid_currency, at)
                      join unsettled u using (transfer_id)
                     where t.transfer_id = c.transfer_id
                       and t.status in ('pending', 'reversing')
                    returning c.*, t.customer)
                insert into transfer_event (position, transfer_id, rank, status, customer, reason,
                                            paid_minor, at)
                select (%s), c.transfer_id, 2, c.status, c.customer, c.reason, c.paid_minor, c.at
                  from changed c
                  join transfer t using (transfer_id)
                 where c.status = 'reversing'
                   and t.status = 'pending'
                """
                        .formatted(PostgresEvents.POSITION);
        run(change, connection, changed);
    }

    private static void run(String sql, Connection connection, Collection<Became> changes)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        var states = changes.stream().map(Became::state).toList();
        var paid = states.stream().map(TransferState::amount).toList();
        Sql.of(sql)
                .on(connection)
                .set(
                        "ids",
                        ElementType.UUID,
                        changes.stream().map(one -> one.id().value()).toList())
                .set(
                        "statuses",
                        ElementType.TEXT,
                        states.stream().map(TransferRows::status).toList())
                .set(
                        "reasons",
                        ElementType.TEXT,
                        states.stream()
                                .map(state -> TransferRows.reason(state).orElse(null))
                                .toList())
                .set(
                        "paid",
                        ElementType.BIGINT,
                        paid.stream().map(money -> money.map(Money::minor).orElse(null)).toList())
                .set(
                        "currencies",
                        ElementType.TEXT,
                        paid.stream()
                                .map(money -> money.map(ProgressWriter::code).orElse(null))
                                .toList())
                .set("ats", ElementType.TIMESTAMPTZ, changes.stream().map(Became::at).toList())
                .update();
    }

    private static String code(Money money) {
        return money.currency().getCurrencyCode();
    }
}
