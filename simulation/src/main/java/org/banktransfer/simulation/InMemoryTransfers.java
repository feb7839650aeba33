package org.banktransfer.simulation;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Declined;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All that a transfer store would keep, shared by every node's [InMemoryTransferStore]. Whoever
/// uses it holds its monitor.
public final class InMemoryTransfers {

    private final NavigableMap<TransferId, Transfer> transfers = new TreeMap<>();
    private final Map<TransferId, Unsettled> unsettled = new HashMap<>();
    private final Map<CardFingerprint, List<Instant>> wrongPins = new HashMap<>();
    private final Map<CustomerId, List<Instant>> customersWrongPins = new HashMap<>();
    private final Map<TransferId, List<HistoryEntry>> history = new HashMap<>();
    private final Map<Wished, TransferId> byKey = new HashMap<>();
    private final Map<CardFingerprint, TransferId> unsettledByCard = new HashMap<>();
    private final boolean keepsHistory;

    private record Wished(CustomerId customer, IdempotencyKey key) {}

    public InMemoryTransfers() {
        this(true);
    }

    /// @param keepsHistory whether calls are kept; many small worlds have no use for them
    public InMemoryTransfers(boolean keepsHistory) {
        this.keepsHistory = keepsHistory;
    }

    /// What is kept of a transfer only until it is final.
    ///
    /// @param claim null if nobody is at it
    record Unsettled(Instant nextStepAt, @Nullable ClaimToken claim, Instant claimedUntil) {}

    /// When the first transfer is due that is not settled; in the past if one is due now.
    public synchronized Optional<Instant> nextDue() {
        Instant next = null;
        for (var row : unsettled.values()) {
            var due =
                    row.nextStepAt().isAfter(row.claimedUntil())
                            ? row.nextStepAt()
                            : row.claimedUntil();
            next = next == null || due.isBefore(next) ? due : next;
        }
        return Optional.ofNullable(next);
    }

    /// Every transfer, by id.
    NavigableMap<TransferId, Transfer> transfers() {
        return transfers;
    }

    void add(Transfer accepted, Unsettled row) {
        transfers.put(accepted.id(), accepted);
        unsettled.put(accepted.id(), row);
        var wish = accepted.wish();
        byKey.put(new Wished(wish.customer(), wish.key()), accepted.id());
        unsettledByCard.put(wish.card(), accepted.id());
    }

    Optional<Transfer> find(CustomerId customer, IdempotencyKey key) {
        return Optional.ofNullable(byKey.get(new Wished(customer, key))).map(this::transfer);
    }

    Map<TransferId, Unsettled> unsettled() {
        return unsettled;
    }

    List<HistoryEntry> history(TransferId id) {
        return history.getOrDefault(id, List.of()).stream()
                .sorted(Comparator.comparing(HistoryEntry::at))
                .toList();
    }

    Optional<Transfer> unsettledOf(CardFingerprint card) {
        return Optional.ofNullable(unsettledByCard.get(card)).map(this::transfer);
    }

    /// When the card's wrong PINs were typed, newest first.
    List<Instant> wrongPins(CardFingerprint card) {
        return newestFirst(wrongPins.get(card));
    }

    /// The same of whatever cards the customer has tried.
    List<Instant> wrongPins(CustomerId customer) {
        return newestFirst(customersWrongPins.get(customer));
    }

    private static List<Instant> newestFirst(@Nullable List<Instant> wrong) {
        return wrong == null
                ? List.of()
                : wrong.stream().sorted(Comparator.reverseOrder()).toList();
    }

    void write(Progress progress) {
        if (keepsHistory) {
            history.computeIfAbsent(progress.entry().id(), _ -> new ArrayList<>())
                    .add(progress.entry());
        }
        switch (progress.change().orElse(null)) {
            case null -> {}
            case Became became -> write(became);
            case Released released -> write(released);
        }
    }

    private void write(Became became) {
        if (!unsettled.containsKey(became.id())) {
            return;
        }
        var before = transfer(became.id());
        boolean isFinal = became.state().isFinal();
        replace(
                before,
                became.state(),
                became.at(),
                before.attempts(),
                isFinal ? Optional.empty() : before.parked());
        if (isFinal) {
            unsettled.remove(became.id());
            unsettledByCard.remove(before.wish().card());
        }
        if (became.state() instanceof Declined(DeclineCode code) && code == DeclineCode.WRONG_PIN) {
            wrongPins
                    .computeIfAbsent(before.wish().card(), _ -> new ArrayList<>())
                    .add(became.at());
            customersWrongPins
                    .computeIfAbsent(before.wish().customer(), _ -> new ArrayList<>())
                    .add(became.at());
        }
    }

    private void write(Released released) {
        var row = unsettled.get(released.id());
        if (row == null || !released.claim().equals(row.claim())) {
            return;
        }
        var before = transfer(released.id());
        replace(before, before.state(), before.updatedAt(), released.attempts(), released.parked());
        unsettled.put(released.id(), new Unsettled(released.nextStepAt(), null, Instant.MIN));
    }

    private Transfer transfer(TransferId id) {
        var transfer = transfers.get(id);
        if (transfer == null) {
            throw new IllegalStateException(id + " is unsettled and not there");
        }
        return transfer;
    }

    private void replace(
            Transfer before,
            TransferState state,
            Instant updatedAt,
            int attempts,
            Optional<ParkReason> parked) {
        transfers.put(
                before.id(),
                new Transfer(
                        before.id(),
                        before.wish(),
                        state,
                        before.createdAt(),
                        updatedAt,
                        before.validUntil(),
                        before.patienceUntil(),
                        attempts,
                        parked));
    }
}
