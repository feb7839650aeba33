package org.banktransfer.service.fake;

import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed;
import org.banktransfer.event.EventType;
import org.banktransfer.event.TransferEvent;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A transfer store of one node. Safe under concurrency: every call holds the monitor.
public final class FakeStore implements TransferStore, EventFeed {

    private final TreeMap<TransferId, Transfer> rows = new TreeMap<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private final List<TransferEvent> events = new ArrayList<>();
    private long position;
    private final Map<TransferId, Instant> prolonged = new HashMap<>();
    private boolean reachable = true;
    private boolean writesStates = true;

    public synchronized void reachable(boolean now) {
        reachable = now;
    }

    /// False: states lag behind for ever, as if nothing were ever written behind.
    public synchronized void writesStates(boolean now) {
        writesStates = now;
    }

    public synchronized Collection<Transfer> all() {
        return List.copyOf(rows.values());
    }

    public synchronized Optional<Instant> prolongedUntil(TransferId id) {
        return Optional.ofNullable(prolonged.get(id));
    }

    /// As another node would write it.
    public synchronized void put(Transfer transfer) {
        rows.put(transfer.id(), transfer);
    }

    @Override
    public synchronized Acceptance accept(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
        var wish = transfer.wish();
        var earlier = findByKey(wish.customer(), wish.key());
        if (earlier.isPresent()) {
            return new Acceptance.KeyUsed(earlier.get());
        }
        var ofCard = rows.values().stream().filter(t -> t.wish().card().equals(wish.card()));
        var same = ofCard.toList();
        var wrongPin = new TransferState.Declined(DeclineCode.WRONG_PIN);
        var customers =
                rows.values().stream()
                        .filter(t -> t.wish().customer().equals(wish.customer()))
                        .filter(t -> t.state().equals(wrongPin))
                        .map(Transfer::updatedAt)
                        .sorted(Comparator.reverseOrder())
                        .toList();
        var waitsUntil = policy.waitsUntil(customers, transfer.createdAt());
        if (waitsUntil.isPresent()) {
            return new Acceptance.CustomerSlowed(waitsUntil.get());
        }
        if (same.stream().filter(t -> t.state().equals(wrongPin)).count()
                >= policy.wrongPinsMax()) {
            return new Acceptance.CardLocked(transfer.createdAt().plus(policy.window()));
        }
        var busy = same.stream().filter(t -> !t.isFinal()).findFirst();
        if (busy.isPresent()) {
            return new Acceptance.CardBusy(busy.get());
        }
        rows.put(transfer.id(), transfer);
        return new Acceptance.Accepted();
    }

    @Override
    public synchronized void record(Progress progress) {
        history.add(progress.entry());
        if (writesStates && progress.change().orElse(null) instanceof Became became) {
            rows.computeIfPresent(became.id(), (_, row) -> changed(row, became));
        }
    }

    private Transfer changed(Transfer row, Became became) {
        if (row.isFinal()) {
            return row;
        }
        var changed = in(row, became.state(), became.at());
        if (!word(changed).equals(word(row))) {
            int rank = EventType.of(changed.state()).rank();
            events.add(new TransferEvent(new EventCursor(++position, row.id(), rank), changed));
        }
        return changed;
    }

    @Override
    public synchronized Page read(EventFeed.Filter filter, EventCursor after, int limit) {
        requireReachable();
        var found =
                events.stream()
                        .filter(event -> event.at().compareTo(after) > 0)
                        .filter(filter::matches)
                        .limit(limit)
                        .toList();
        return new Page(
                found,
                found.size() == limit ? found.getLast().at() : EventCursor.before(position + 1));
    }

    @Override
    public synchronized int prune(Instant before, int limit) {
        var old =
                events.stream()
                        .limit(limit)
                        .filter(event -> event.time().isBefore(before))
                        .toList();
        events.removeAll(old);
        return old.size();
    }

    /// The transfer in another state.
    public static Transfer in(Transfer row, TransferState state, Instant at) {
        return new Transfer(
                row.id(),
                row.wish(),
                state,
                row.createdAt(),
                at,
                row.validUntil(),
                row.patienceUntil(),
                row.attempts(),
                row.parked());
    }

    @Override
    public boolean flush(Duration within) {
        return true;
    }

    @Override
    public List<Transfer> claimDue(
            InstitutionName institution,
            Instant now,
            ClaimToken claim,
            Instant claimedUntil,
            int limit) {
        return List.of();
    }

    @Override
    public synchronized void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil) {
        requireReachable();
        claims.keySet().forEach(id -> prolonged.put(id, claimedUntil));
    }

    @Override
    public synchronized Optional<Transfer> find(TransferId id) {
        requireReachable();
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
        requireReachable();
        return rows.values().stream()
                .filter(t -> t.wish().customer().equals(customer) && t.wish().key().equals(key))
                .findFirst();
    }

    @Override
    public synchronized List<HistoryEntry> history(TransferId id) {
        requireReachable();
        return history.stream().filter(entry -> entry.id().equals(id)).toList();
    }

    @Override
    public synchronized List<Transfer> list(
            TransferStore.Filter filter, Optional<TransferId> before, int limit) {
        requireReachable();
        var from = before.map(id -> rows.headMap(id, false)).orElse(rows);
        return from.descendingMap().values().stream()
                .filter(t -> filter.customer().map(t.wish().customer()::equals).orElse(true))
                .filter(t -> filter.account().map(t.wish().account()::equals).orElse(true))
                .filter(t -> filter.status().map(word(t)::equals).orElse(true))
                .limit(limit)
                .toList();
    }

    private static String word(Transfer transfer) {
        return transfer.state().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Backlog> backlog() {
        return List.of();
    }

    private void requireReachable() {
        if (!reachable) {
            throw new StoreUnreachable("down", new IllegalStateException("down"));
        }
    }
}
