package org.banktransfer.simulation;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.simulation.InMemoryTransfers.Unsettled;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;

/// One node's transfer store in memory: always in reach, and deterministic. What the node records
/// waits here until it is flushed, and is lost if the node crashes before.
public final class InMemoryTransferStore implements TransferStore {

    private static final int LIST_MAX = 100;
    private static final int HISTORY_MAX = 1000;

    private final InMemoryTransfers tables;
    private final Queue<Progress> waiting = new ArrayDeque<>();

    /// @param tables shared with the other nodes' stores
    public InMemoryTransferStore(InMemoryTransfers tables) {
        this.tables = tables;
    }

    @Override
    public Acceptance accept(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {
        synchronized (tables) {
            var wish = transfer.wish();
            var earlier = findByKey(wish.customer(), wish.key());
            if (earlier.isPresent()) {
                return new Acceptance.KeyUsed(earlier.get());
            }
            var waitsUntil =
                    policy.waitsUntil(tables.wrongPins(wish.customer()), transfer.createdAt());
            if (waitsUntil.isPresent()) {
                return new Acceptance.CustomerSlowed(waitsUntil.get());
            }
            var lockedUntil = lockedUntil(transfer, policy);
            if (lockedUntil.isPresent()) {
                return new Acceptance.CardLocked(lockedUntil.get());
            }
            var busy = tables.unsettledOf(wish.card());
            if (busy.isPresent()) {
                return new Acceptance.CardBusy(busy.get());
            }
            tables.add(transfer, new Unsettled(claimedUntil, claim, claimedUntil));
            return new Acceptance.Accepted();
        }
    }

    private Optional<Instant> lockedUntil(Transfer transfer, PinPolicy policy) {
        var wrong = tables.wrongPins(transfer.wish().card());
        if (wrong.size() < policy.wrongPinsMax()) {
            return Optional.empty();
        }
        var since = transfer.createdAt().minus(policy.window());
        return wrong.stream()
                .filter(at -> at.isAfter(since))
                .skip(policy.wrongPinsMax() - 1)
                .findFirst()
                .map(at -> at.plus(policy.window()));
    }

    @Override
    public void record(Progress progress) {
        synchronized (tables) {
            waiting.add(progress);
        }
    }

    @Override
    public boolean flush(Duration within) {
        writeWaiting();
        return true;
    }

    /// Writes what waits.
    ///
    /// @return how much that was
    public int writeWaiting() {
        synchronized (tables) {
            int written = waiting.size();
            waiting.forEach(tables::write);
            waiting.clear();
            return written;
        }
    }

    /// Loses what waits, as a crash of this node does.
    ///
    /// @return how much that was
    public int loseWaiting() {
        synchronized (tables) {
            int lost = waiting.size();
            waiting.clear();
            return lost;
        }
    }

    @Override
    public List<Transfer> claimDue(
            InstitutionName institution,
            Instant now,
            ClaimToken claim,
            Instant claimedUntil,
            int limit) {
        synchronized (tables) {
            var due = new ArrayList<Transfer>();
            tables.unsettled()
                    .forEach((id, row) -> {
                        if (!row.nextStepAt().isAfter(now) && !row.claimedUntil().isAfter(now)) {
                            var transfer = find(id).orElseThrow();
                            if (transfer.wish().institution().equals(institution)) {
                                due.add(transfer);
                            }
                        }
                    });
            if (due.size() > 1) {
                due.sort(
                        Comparator.comparing((Transfer transfer) -> nextStepAt(transfer.id()))
                                .thenComparing(Transfer::id));
            }
            var claimed = due.size() > limit ? due.subList(0, limit) : due;
            for (var transfer : claimed) {
                var id = transfer.id();
                tables.unsettled().put(id, new Unsettled(nextStepAt(id), claim, claimedUntil));
            }
            return List.copyOf(claimed);
        }
    }

    private Instant nextStepAt(TransferId unsettled) {
        return Objects.requireNonNull(tables.unsettled().get(unsettled)).nextStepAt();
    }

    @Override
    public void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil) {
        synchronized (tables) {
            claims.forEach((id, claim) ->
                    tables.unsettled()
                            .computeIfPresent(
                                    id,
                                    (_, row) ->
                                            claim.equals(row.claim())
                                                    ? new Unsettled(
                                                            row.nextStepAt(), claim, claimedUntil)
                                                    : row));
        }
    }

    @Override
    public Optional<Transfer> find(TransferId id) {
        synchronized (tables) {
            return Optional.ofNullable(tables.transfers().get(id));
        }
    }

    @Override
    public Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key) {
        synchronized (tables) {
            return tables.find(customer, key);
        }
    }

    @Override
    public List<HistoryEntry> history(TransferId id) {
        synchronized (tables) {
            var all = tables.history(id);
            return all.subList(Math.max(0, all.size() - HISTORY_MAX), all.size());
        }
    }

    @Override
    public List<Transfer> list(Filter filter, Optional<TransferId> before, int limit) {
        if (limit < 1 || limit > LIST_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        synchronized (tables) {
            return tables.transfers().descendingMap().values().stream()
                    .filter(one -> before.isEmpty() || one.id().compareTo(before.get()) < 0)
                    .filter(one -> passes(filter.customer(), one.wish().customer()))
                    .filter(one -> passes(filter.account(), one.wish().account()))
                    .filter(one -> passes(filter.status(), status(one.state())))
                    .limit(limit)
                    .toList();
        }
    }

    private static <T> boolean passes(Optional<T> wanted, T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    private static String status(TransferState state) {
        return switch (state) {
            case TransferState.Pending _ -> "pending";
            case TransferState.Completed _ -> "completed";
            case TransferState.Declined _ -> "declined";
            case TransferState.Reversing _ -> "reversing";
            case TransferState.Reversed _ -> "reversed";
        };
    }

    @Override
    public List<Backlog> backlog() {
        synchronized (tables) {
            return tables.unsettled().keySet().stream()
                    .map(id -> find(id).orElseThrow())
                    .collect(Collectors.groupingBy(transfer -> transfer.wish().institution()))
                    .entrySet()
                    .stream()
                    .map(entry -> backlog(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparing(backlog -> backlog.institution().value()))
                    .toList();
        }
    }

    private static Backlog backlog(InstitutionName institution, List<Transfer> unsettled) {
        return new Backlog(
                institution,
                unsettled.size(),
                unsettled.stream().filter(transfer -> transfer.parked().isPresent()).count(),
                unsettled.stream().map(Transfer::createdAt).min(Instant::compareTo).orElseThrow());
    }
}
