package org.banktransfer.service.fake;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Intervention.Decision;
import org.banktransfer.transfer.Intervention.Kind;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Interventions in a [FakeStore], which keeps no queue: what is driven on is so at once. Safe
/// under concurrency: every call holds the monitor.
public final class FakeInterventions implements Interventions {

    private final FakeStore store;
    private final List<Intervention> all = new ArrayList<>();
    private Duration parkedFor = Duration.ZERO;

    public FakeInterventions(FakeStore store) {
        this.store = store;
    }

    @Override
    public synchronized Answer propose(Intervention proposal) {
        if (store.find(proposal.transfer()).map(Transfer::isFinal).orElse(true)) {
            return Answer.TOO_LATE;
        }
        if (of(proposal.transfer()).stream().anyMatch(Intervention::isOpen)) {
            return Answer.ANOTHER_IS_OPEN;
        }
        all.add(proposal);
        return Answer.DONE;
    }

    @Override
    public synchronized Answer approve(UUID id, OperatorId by, Instant at, Duration parkedFor) {
        var open = open(id);
        if (open.isEmpty()) {
            return Answer.NOT_OPEN;
        }
        var proposal = open.get();
        if (proposal.proposedBy().equals(by)) {
            return Answer.NEEDS_ANOTHER_PERSON;
        }
        var transfer = store.find(proposal.transfer()).orElseThrow();
        boolean isTooLate =
                transfer.isFinal()
                        || ((proposal.kind() instanceof Kind.Patience
                                        || proposal.kind() instanceof Kind.CreditForward)
                                && !(transfer.state() instanceof TransferState.Pending));
        if (isTooLate) {
            return Answer.TOO_LATE;
        }
        store.put(changed(transfer, proposal.kind(), at));
        this.parkedFor = parkedFor;
        decide(proposal, new Decision(true, by, at));
        return Answer.DONE;
    }

    /// When what was approved last is looked at again, if that parked it.
    public synchronized Duration parkedFor() {
        return parkedFor;
    }

    private static Transfer changed(Transfer transfer, Kind kind, Instant at) {
        var byOperator = Optional.of(ParkReason.BY_OPERATOR);
        return new Transfer(
                transfer.id(),
                transfer.wish(),
                transfer.state(),
                transfer.createdAt(),
                transfer.updatedAt(),
                transfer.validUntil(),
                patience(transfer, kind, at),
                transfer.attempts(),
                kind instanceof Kind.Park
                        ? byOperator
                        : transfer.parked().equals(byOperator)
                                ? Optional.empty()
                                : transfer.parked());
    }

    private static Instant patience(Transfer transfer, Kind kind, Instant at) {
        var before = transfer.patienceUntil();
        return switch (kind) {
            case Kind.Patience(var until) -> until;
            case Kind.CreditForward _ -> {
                var until = at.plus(Kind.CreditForward.LASTS);
                yield until.isAfter(before) ? until : before;
            }
            case Kind.DriveNow _, Kind.Park _ -> before;
        };
    }

    @Override
    public synchronized Answer reject(UUID id, OperatorId by, Instant at) {
        var open = open(id);
        open.ifPresent(proposal -> decide(proposal, new Decision(false, by, at)));
        return open.isPresent() ? Answer.DONE : Answer.NOT_OPEN;
    }

    private Optional<Intervention> open(UUID id) {
        return all.stream().filter(each -> each.id().equals(id) && each.isOpen()).findFirst();
    }

    private void decide(Intervention proposal, Decision decision) {
        all.set(
                all.indexOf(proposal),
                new Intervention(
                        proposal.id(),
                        proposal.transfer(),
                        proposal.kind(),
                        proposal.why(),
                        proposal.proposedBy(),
                        proposal.proposedAt(),
                        Optional.of(decision)));
    }

    @Override
    public synchronized List<Intervention> of(TransferId transfer) {
        return all.stream()
                .filter(each -> each.transfer().equals(transfer))
                .sorted(Comparator.comparing(Intervention::proposedAt).reversed())
                .toList();
    }

    @Override
    public synchronized List<Intervention> newest(int limit) {
        return all.stream()
                .sorted(
                        Comparator.comparing(Intervention::isOpen)
                                .thenComparing(Intervention::proposedAt)
                                .reversed())
                .limit(limit)
                .toList();
    }
}
