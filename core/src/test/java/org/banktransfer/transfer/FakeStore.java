package org.banktransfer.transfer;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.transfer.Progress.Change;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Progress.Change.Released;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A transfer store for one node, that writes behind only when it is told to, so that a test can
/// lose what was not written.
final class FakeStore implements TransferStore {

    private record Row(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, Instant nextStepAt) {}

    private final Map<TransferId, Row> rows = new LinkedHashMap<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private final List<Progress> unwritten = new ArrayList<>();

    private final Fate fate;

    boolean flushes = true;
    Runnable beforeFlush = () -> {};
    boolean isReachable = true;
    boolean losesAcceptAnswer;

    FakeStore(Fate fate) {
        this.fate = fate;
    }

    /// What a crash of the node takes.
    void loseUnwritten() {
        unwritten.clear();
    }

    void write() {
        unwritten.forEach(progress -> {
            history.add(progress.entry());
            progress.change().ifPresent(this::apply);
        });
        unwritten.clear();
    }

    private void apply(Change change) {
        rows.computeIfPresent(
                change.id(),
                (_, row) -> {
                    if (row.transfer().isFinal()) {
                        return row;
                    }
                    return switch (change) {
                        case Became(_, var state, var at) ->
                                new Row(
                                        row.transfer().in(state, at),
                                        row.claim(),
                                        row.claimedUntil(),
                                        row.nextStepAt());
                        case Released released when released.claim().equals(row.claim()) ->
                                new Row(
                                        released(row.transfer(), released),
                                        row.claim(),
                                        Instant.EPOCH,
                                        released.nextStepAt());
                        case Released _ -> row;
                    };
                });
    }

    private static Transfer released(Transfer transfer, Released by) {
        return new Transfer(
                transfer.id(),
                transfer.wish(),
                transfer.state(),
                transfer.createdAt(),
                by.at(),
                transfer.validUntil(),
                transfer.patienceUntil(),
                by.attempts(),
                by.parked());
    }

    @Override
    public Acceptance accept(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
        checkReachable();
        var wish = transfer.wish();
        var earlier = findByKey(wish.customer(), wish.key());
        if (earlier.isPresent()) {
            return new Acceptance.KeyUsed(earlier.get());
        }
        var wrongPins =
                rows.values().stream()
                        .map(Row::transfer)
                        .filter(t -> t.state().equals(declined(DeclineCode.WRONG_PIN)))
                        .count();
        if (wrongPins >= policy.wrongPinsMax()) {
            return new Acceptance.CardLocked(transfer.createdAt().plus(policy.window()));
        }
        var busy =
                rows.values().stream()
                        .map(Row::transfer)
                        .filter(t -> !t.isFinal() && t.wish().card().equals(wish.card()))
                        .findFirst();
        if (busy.isPresent()) {
            return new Acceptance.CardBusy(busy.get());
        }
        rows.put(transfer.id(), new Row(transfer, claim, claimedUntil, transfer.createdAt()));
        if (losesAcceptAnswer) {
            throw new StoreUnreachable("commit unknown", new IllegalStateException("lost"));
        }
        return new Acceptance.Accepted();
    }

    private static TransferState declined(DeclineCode code) {
        return new TransferState.Declined(code);
    }

    @Override
    public void record(Progress progress) {
        unwritten.add(progress);
    }

    @Override
    public boolean flush(Duration within) {
        beforeFlush.run();
        boolean inTime = flushes && fate.of("flush", Fault.REQUEST_LOST) == Fault.NONE;
        if (inTime) {
            write();
        }
        return inTime;
    }

    @Override
    public List<Transfer> claimDue(
            InstitutionName institution,
            Instant now,
            ClaimToken claim,
            Instant claimedUntil,
            int limit) {
        var due =
                rows.values().stream()
                        .filter(row -> !row.transfer().isFinal())
                        .filter(row -> !row.claimedUntil().isAfter(now))
                        .filter(row -> !row.nextStepAt().isAfter(now))
                        .map(Row::transfer)
                        .limit(limit)
                        .toList();
        due.forEach(t -> rows.put(t.id(), new Row(t, claim, claimedUntil, now)));
        return due;
    }

    /// When the transfer can be claimed next.
    Instant dueAt(TransferId id) {
        var row = row(id);
        return row.nextStepAt().isAfter(row.claimedUntil()) ? row.nextStepAt() : row.claimedUntil();
    }

    Transfer stored(TransferId id) {
        return row(id).transfer();
    }

    private Row row(TransferId id) {
        return Optional.ofNullable(rows.get(id)).orElseThrow();
    }

    @Override
    public void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Transfer> find(TransferId id) {
        checkReachable();
        return Optional.ofNullable(rows.get(id)).map(Row::transfer);
    }

    @Override
    public Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
        checkReachable();
        return rows.values().stream()
                .map(Row::transfer)
                .filter(t -> t.wish().customer().equals(customer) && t.wish().key().equals(key))
                .findFirst();
    }

    private void checkReachable() {
        if (!isReachable) {
            throw new StoreUnreachable("down", new IllegalStateException("down"));
        }
    }

    /// Written and unwritten, oldest first.
    @Override
    public List<HistoryEntry> history(TransferId id) {
        var all = new ArrayList<>(history);
        unwritten.forEach(progress -> all.add(progress.entry()));
        return all.stream().filter(entry -> entry.id().equals(id)).toList();
    }

    @Override
    public List<Transfer> list(Filter filter, Optional<TransferId> before, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Backlog> backlog() {
        throw new UnsupportedOperationException();
    }
}
