package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The transfer store in PostgreSQL. Whoever changes several rows locks them in the order of their
/// ids, except a claimer, who waits for nobody.
final class PostgresTransferStore implements TransferStore {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTransferStore.class);

    private static final int LIST_MAX = 100;
    private static final int HISTORY_MAX = 1000;
    private static final int UNSETTLED_MONEY_OF = 10_000;
    private static final Set<String> NOT_FINAL = Set.of("pending", "reversing");

    private final Connections connections;
    private final Acceptor acceptor;
    private final WriteBehind progress;
    private final Duration drainWithin;

    /// @param writer tells this process's history from every other's
    PostgresTransferStore(Connections connections, DatabaseSettings settings, long writer) {
        this.connections = connections;
        drainWithin = settings.drainWithin();
        acceptor = new Acceptor(connections, settings);
        progress = new WriteBehind(new ProgressWriter(connections, writer));
    }

    @Override
    public Acceptance accept(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
        return reaching(() -> acceptor.accept(transfer, claim, claimedUntil, policy));
    }

    @Override
    public void record(Progress learned) {
        progress.add(learned);
    }

    @Override
    public boolean flush(Duration within) {
        return progress.flush(within);
    }

    long droppedProgress() {
        return progress.dropped();
    }

    List<Supplier<QueueStanding>> queues() {
        return List.of(acceptor::standing, progress::standing);
    }

    /// What customers have asked for, or what was paid where that is known, of the oldest unsettled
    /// transfers: the limit bounds the work in an outage that leaves very many.
    Map<Currency, Long> unsettledMoney() {
        var unsettledMoney =
                """
                select currency, coalesce(sum(coalesce(paid_minor, requested_minor)), 0)::bigint as minor
                  from (select transfer_id
                          from unsettled
                         order by transfer_id
                         limit :limit) oldest
                  join transfer using (transfer_id)
                 group by currency
                """;
        return reaching(() ->
                connections
                        .eachOnItsOwn(connection ->
                                Sql.of(unsettledMoney)
                                        .on(connection)
                                        .set("limit", UNSETTLED_MONEY_OF)
                                        .list(row ->
                                                Map.entry(
                                                        Currency.getInstance(row.text("currency")),
                                                        row.number("minor"))))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    void close() {
        acceptor.close();
        progress.close(drainWithin);
    }

    /// A row that another claimer has locked is skipped. One that was claimed after our view of the
    /// table was taken is looked at again once it is locked, so it is not claimed twice.
    @Override
    public List<Transfer> claimDue(
            InstitutionName institution,
            Instant now,
            ClaimToken claim,
            Instant claimedUntil,
            int limit) {
        var claimDue =
                """
                with due as materialized (
                    select transfer_id
                      from unsettled
                     where institution = :institution
                       and next_step_at <= :now
                       and claimed_until <= :now
                     order by next_step_at
                     limit :limit
                       for update skip locked)
                update unsettled u
                   set claim = :claim,
                       claimed_until = :claimed_until
                  from due
                  join transfer t using (transfer_id)
                 where u.transfer_id = due.transfer_id
                returning
                """;
        return reaching(() ->
                connections
                        .eachOnItsOwn(connection ->
                                Sql.of(claimDue + TransferRows.COLUMNS + ", u.next_step_at")
                                        .on(connection)
                                        .set("institution", institution.value())
                                        .set("now", now)
                                        .set("limit", limit)
                                        .set("claim", claim.value())
                                        .set("claimed_until", claimedUntil)
                                        .list(PostgresTransferStore::claimed))
                        .stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(Claimed::dueAt))
                        .map(Claimed::transfer)
                        .toList());
    }

    private record Claimed(Instant dueAt, Transfer transfer) {}

    /// A row that this version cannot read, as another may have written it, holds up none that was
    /// claimed with it. It stays claimed for its time and is then come back to.
    private static Optional<Claimed> claimed(Row row) throws SQLException {
        try {
            return Optional.of(
                    new Claimed(row.instant("next_step_at"), TransferRows.transfer(row)));
        } catch (UnreadableTransfer e) {
            LOG.error("{}, and nobody works at it", e.getMessage(), e);
            return Optional.empty();
        }
    }

    @Override
    public void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil) {
        var prolong =
                """
                with held as materialized (
                    select u.transfer_id
                      from unsettled u
                      join unnest(:ids::uuid[], :claims::bigint[]) as c (transfer_id, claim)
                        on u.transfer_id = c.transfer_id and u.claim = c.claim
                     order by u.transfer_id
                       for update of u)
                update unsettled u
                   set claimed_until = :claimed_until
                  from held
                 where u.transfer_id = held.transfer_id
                """;
        if (claims.isEmpty()) {
            return;
        }
        var entries = List.copyOf(claims.entrySet());
        reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(prolong)
                                .on(connection)
                                .set(
                                        "ids",
                                        ElementType.UUID,
                                        entries.stream().map(one -> one.getKey().value()).toList())
                                .set(
                                        "claims",
                                        ElementType.BIGINT,
                                        entries.stream()
                                                .map(one -> one.getValue().value())
                                                .toList())
                                .set("claimed_until", claimedUntil)
                                .update()));
    }

    @Override
    public Optional<Transfer> find(TransferId id) {
        return reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(TransferRows.SELECT + "where t.transfer_id = :id")
                                .on(connection)
                                .set("id", id.value())
                                .first(TransferRows::transfer)));
    }

    @Override
    public Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
        return reaching(() ->
                connections.eachOnItsOwn(
                        connection -> TransferRows.findByKey(connection, customer, key)));
    }

    @Override
    public List<HistoryEntry> history(TransferId id) {
        var newestFirst =
                """
                select transfer_id, at, node, step, outcome, detail, took_micros
                  from transfer_history
                 where transfer_id = :id
                 order by at desc, ticket desc, writer desc
                 limit :limit
                """;
        return reaching(() ->
                connections
                        .eachOnItsOwn(connection ->
                                Sql.of(newestFirst)
                                        .on(connection)
                                        .set("id", id.value())
                                        .set("limit", HISTORY_MAX)
                                        .list(PostgresTransferStore::entry))
                        .reversed());
    }

    private static HistoryEntry entry(Row row) throws SQLException {
        return new HistoryEntry(
                row.transferId(),
                row.instant("at"),
                row.text("node"),
                row.text("step"),
                row.text("outcome"),
                row.text("detail"),
                Duration.of(row.number("took_micros"), ChronoUnit.MICROS));
    }

    @Override
    public List<Transfer> list(Filter filter, Optional<TransferId> before, int limit) {
        if (limit < 1 || limit > LIST_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        var conditions = new ArrayList<>(List.of("true"));
        before.ifPresent(_ -> conditions.add("t.transfer_id < :before"));
        filter.customer().ifPresent(_ -> conditions.add("t.customer = :customer"));
        filter.account().ifPresent(_ -> conditions.add("t.account = :account"));
        filter.status().ifPresent(_ -> conditions.add("t.status = :status"));
        // They are few among many, and all of them have a row there.
        filter.status()
                .filter(NOT_FINAL::contains)
                .ifPresent(_ -> conditions.add("u.transfer_id is not null"));
        var list =
                TransferRows.SELECT
                        + "where "
                        + String.join("\n  and ", conditions)
                        + "\norder by t.transfer_id desc\nlimit :limit";
        return reaching(() ->
                connections.eachOnItsOwn(connection -> {
                    var run = Sql.of(list).on(connection).set("limit", limit);
                    before.ifPresent(id -> run.set("before", id.value()));
                    filter.customer()
                            .map(CustomerId::value)
                            .ifPresent(customer -> run.set("customer", customer));
                    filter.account()
                            .map(AccountId::value)
                            .ifPresent(account -> run.set("account", account));
                    filter.status().ifPresent(status -> run.set("status", status));
                    return run.list(TransferRows::transfer);
                }));
    }

    @Override
    public List<Backlog> backlog() {
        var backlog =
                """
                select institution, count(*) as unsettled, count(parked) as parked,
                       min(created_at) as oldest
                  from unsettled
                 group by institution
                 order by institution
                """;
        return reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(backlog)
                                .on(connection)
                                .list(row ->
                                        new Backlog(
                                                new InstitutionName(row.text("institution")),
                                                row.number("unsettled"),
                                                row.number("parked"),
                                                row.instant("oldest")))));
    }

    /// See [PostgresStores#fingerprintKeysInUse].
    Set<String> fingerprintKeysInUse() {
        return reaching(() -> connections.eachOnItsOwn(KeyUses::ofSlots));
    }

    /// Cards held by a transfer that was never accepted, and which nobody would ever settle; there
    /// is no foreign key to keep that out. A sentence for each; empty if all is well.
    List<String> slotsWithoutIntent() {
        var slots =
                """
                select format('tr_%s: holds its card, and was never accepted',
                              replace(u.transfer_id::text, '-', '')) as fault
                  from unsettled u
                 where not exists (select from transfer t where t.transfer_id = u.transfer_id)
                 order by u.transfer_id
                """;
        return reaching(() ->
                connections.eachOnItsOwn(
                        connection -> Sql.of(slots).on(connection).list(row -> row.text("fault"))));
    }

    interface Asked<T> {
        T answer() throws SQLException;
    }

    static <T> T reaching(Asked<T> asked) {
        try {
            return asked.answer();
        } catch (SQLException e) {
            var message = "transfer store: " + SqlErrors.describe(e);
            throw SqlErrors.isOutOfReach(e)
                    ? new StoreUnreachable(message, e)
                    : new IllegalStateException(message, e);
        }
    }
}
