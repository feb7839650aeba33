package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;
import org.banktransfer.reconciliation.Reconciliation;
import org.banktransfer.reconciliation.SeenTransfer;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.simulation.world.Checks.Known;
import org.banktransfer.transfer.Transfer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// When a world is over, and what must be true of it then.
final class Ending {

    private static final String SETTLES = "every accepted transfer settles";

    /// Longer than patience, any delay, any expiry and several rounds of what is parked.
    private static final long AT_MOST = Duration.ofHours(8).toNanos();

    /// Rounds that a transfer may need when all goes well.
    private static final int ROUNDS_MAX = 12;

    private final World world;
    private final InMemoryTransferStore store;
    private final Map<TransferId, Integer> roundsBefore = new HashMap<>();
    private long beganAt = -1;

    Ending(World world) {
        this.world = world;
        store = new InMemoryTransferStore(world.tables());
    }

    /// All goes well from now on.
    void begin() {
        beganAt = world.timeline().now();
        for (var known : world.checks().all()) {
            if (!known.isFinal()) {
                roundsBefore.put(known.accepted.id(), stored(known).attempts());
            }
        }
    }

    boolean isReached() {
        if (beganAt < 0) {
            return false;
        }
        if (world.timeline().now() - beganAt > AT_MOST) {
            nobodyGoesOn();
        }
        return world.timeline().owed() == 0
                && (world.checks().unsettled() == 0 || onlyForAPersonAreLeft());
    }

    private boolean onlyForAPersonAreLeft() {
        for (var known : world.checks().all()) {
            if (!known.isFinal() && !isForAPerson(known)) {
                return false;
            }
        }
        return true;
    }

    /// The institution will not give the money back, whatever is sent to it.
    private boolean isForAPerson(Known known) {
        if (stored(known).parked().isEmpty()) {
            return false;
        }
        for (var institution : world.institutions()) {
            var entry = institution.entries().get(known.accepted.id());
            if (entry != null && entry.isRefusedForGood) {
                return true;
            }
        }
        return false;
    }

    private Transfer stored(Known known) {
        return store.find(known.accepted.id())
                .orElseThrow(() ->
                        new Violation(
                                "no accepted transfer is lost",
                                known.accepted.id(),
                                "is not on record"));
    }

    /// @throws Violation always
    void nobodyGoesOn() {
        for (var known : world.checks().all()) {
            if (!known.isFinal() && !isForAPerson(known)) {
                throw new Violation(SETTLES, known.accepted.id(), "left as " + stored(known));
            }
        }
        throw new Violation(SETTLES, "the world goes on for ever");
    }

    /// @throws Violation if something is not as it must be
    void audit() {
        world.checks().addUp();
        auditCards();
        var reconciliation = new Reconciliation();
        for (var known : world.checks().all()) {
            var transfer = stored(known);
            int rounds =
                    transfer.attempts()
                            - roundsBefore.getOrDefault(transfer.id(), Integer.MAX_VALUE);
            if (known.isFinal() && rounds > ROUNDS_MAX) {
                throw new Violation(SETTLES, transfer.id(), "took " + rounds + " rounds");
            }
            for (var institution : world.institutions()) {
                if (institution.name().equals(transfer.wish().institution())) {
                    reconciliation.add(
                            new SeenTransfer(
                                    transfer,
                                    world.ledger().lookUp(transfer.id()),
                                    institution.lookUp(transfer.id(), false)));
                }
            }
            if (known.isFinal() && known.paid != known.due()) {
                throw new Violation(
                        "what is settled balances",
                        transfer.id(),
                        "paid " + known.paid + ", due " + known.due());
            }
        }
        if (!reconciliation.breaks().isEmpty()) {
            throw new Violation("no breaks", reconciliation.breaks().toString());
        }
    }

    /// What left the cards is what was paid for all transfers together.
    private void auditCards() {
        long left = 0;
        for (var institution : world.institutions()) {
            for (var card : institution.cards().values()) {
                left += card.opening.minor() - card.balance;
            }
        }
        long paid = 0;
        for (var known : world.checks().all()) {
            paid += known.paid;
        }
        if (left != paid) {
            throw new Violation("nothing is lost or made up", left + " left cards, " + paid);
        }
    }
}
