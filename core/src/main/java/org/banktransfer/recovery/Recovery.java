package org.banktransfer.recovery;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Recovery of one institution's transfers, so that a dead institution holds up no other. Any
/// number of nodes may run it: claims keep them from doing the same work, and the protocol makes it
/// harmless where they do it all the same.
///
/// One `Recovery` is called by one loop; the drives it starts run side by side wherever its runner
/// runs them.
public final class Recovery {

    private final InstitutionName institution;
    private final TransferStore transfers;
    private final TransferEngine engine;
    private final Duration claimFor;
    private final IntSupplier drivesMax;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Consumer<Runnable> runner;
    private final RecoveryListener listener;
    private final Map<TransferId, ClaimToken> held = new ConcurrentHashMap<>();
    private volatile boolean isStopped;

    /// @param claimFor how long a claim lasts unless `prolong` is called
    /// @param drivesMax how many transfers are driven side by side, now; no more than that are
    ///   claimed. A few are enough to find out whether an institution that has been silent is back
    /// @param runner runs each drive, at once or later, on whatever thread its owner has for it;
    ///   `Runnable::run` makes `runOnce` do all the work itself
    /// @param listener is told how every drive ended
    public Recovery(
            InstitutionName institution,
            TransferStore transfers,
            TransferEngine engine,
            Duration claimFor,
            IntSupplier drivesMax,
            InstantSource clock,
            RandomGenerator chance,
            Consumer<Runnable> runner,
            RecoveryListener listener) {
        this.institution = institution;
        this.transfers = transfers;
        this.engine = engine;
        this.claimFor = claimFor;
        this.drivesMax = drivesMax;
        this.clock = clock;
        this.chance = chance;
        this.runner = runner;
        this.listener = listener;
    }

    /// Claims as many due transfers as there is room for and sets them going.
    ///
    /// @return how many were claimed; 0 also while there is no room, and once it is stopped
    /// @throws StoreUnreachable if the store is out of reach
    public int runOnce() {
        int room = drivesMax.getAsInt() - held.size();
        if (isStopped || room <= 0) {
            return 0;
        }
        var now = clock.instant();
        var claim = ClaimToken.next(chance);
        var due = transfers.claimDue(institution, now, claim, now.plus(claimFor), room);
        for (var transfer : due) {
            held.put(transfer.id(), claim);
            runner.accept(() -> drive(transfer, claim));
        }
        return due.size();
    }

    /// Prolongs the claims of the drives that are still running.
    ///
    /// @return how many
    /// @throws StoreUnreachable if the store is out of reach
    public int prolong() {
        var running = Map.copyOf(held);
        if (!running.isEmpty()) {
            transfers.prolong(running, clock.instant().plus(claimFor));
        }
        return running.size();
    }

    /// Claims nothing more, and ends each drive after the step it is in; that ends within its
    /// adapter's own deadline. What is left is due again when its claim runs out. Returns at once.
    public void stop() {
        isStopped = true;
    }

    public InstitutionName institution() {
        return institution;
    }

    /// How many drives are running.
    public int running() {
        return held.size();
    }

    /// The edge of the loop: whatever one transfer throws stays with that transfer.
    private void drive(Transfer transfer, ClaimToken claim) {
        var drive = engine.resume(transfer, claim);
        try {
            while (!drive.isOver() && !isStopped) {
                drive = engine.advance(drive);
            }
            listener.ended(drive.transfer());
        } catch (StoreUnreachable e) {
            listener.left(transfer, e);
        } catch (RuntimeException e) {
            listener.parked(transfer, e);
            park(drive);
        } finally {
            held.remove(transfer.id(), claim);
        }
    }

    private void park(Drive drive) {
        engine.park(drive, ParkReason.BROKEN_INVARIANT);
    }
}
