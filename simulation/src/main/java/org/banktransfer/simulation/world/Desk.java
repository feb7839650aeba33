package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A process's desk: a few lines that do what the service's `TransferDesk` does, without its
/// threads. Drives on what was begun here, and says how a transfer stands, at once or after a wait.
///
/// What it does not do: it wakes nobody. Who waits looks again a few times, which finds the same.
class Desk {

    private static final long NEXT_STEP = Duration.ofNanos(20_000).toNanos();
    private static final int LOOKS_IN_A_WAIT = 3;

    private final World world;
    private final NodeProcess process;
    private final TransferStore store;
    private final Ledger ledger;
    private final TransferEngine engine;
    private final Map<TransferId, Transfer> inFlight = new HashMap<>();
    private final Map<TransferId, ClaimToken> claims = new HashMap<>();
    private final Map<TransferId, Transfer> settledHere = new HashMap<>();

    Desk(
            World world,
            NodeProcess process,
            TransferStore store,
            Ledger ledger,
            TransferEngine engine) {
        this.world = world;
        this.process = process;
        this.store = store;
        this.ledger = ledger;
        this.engine = engine;
    }

    /// What is driven here now.
    Map<TransferId, ClaimToken> claims() {
        return claims;
    }

    // --- What customers are told

    /// The transfer as it is now, for whoever may have been told of it before; empty where the
    /// service answers 503, because the ledger does not say.
    Optional<Transfer> now(Transfer stored) {
        var seen = known(stored).orElse(stored);
        if (seen.isFinal()) {
            return Optional.of(seen);
        }
        var decision = ledger.lookUp(seen.id());
        return decision instanceof LedgerAnswer.NoAnswer
                ? Optional.empty()
                : Optional.of(seen.asDecided(decision));
    }

    /// Tells a customer how it stands when it is final, or when the time is up.
    ///
    /// @param askedAt how many words had been told when the customer asked
    void await(Transfer stored, long within, int askedAt) {
        var first = now(stored);
        if (first.isPresent()) {
            await(first.get(), within, world.timeline().now() + within, askedAt);
        } else if (world.story().isTold()) {
            world.story()
                    .tell(
                            process.name(),
                            "cannot say how " + world.story().nameOf(stored.id()) + " stands");
        }
    }

    /// The same for whoever has begun it and was told nothing of it yet.
    void awaitBegun(Transfer begun, long within, int askedAt) {
        await(known(begun).orElse(begun), within, world.timeline().now() + within, askedAt);
    }

    private void await(Transfer latest, long within, long until, int askedAt) {
        world.story().isAbout(latest.wish().card());
        long left = until - world.timeline().now();
        if (latest.isFinal() || left <= 0) {
            process.tell(latest, askedAt);
            return;
        }
        boolean isHere = inFlight.containsKey(latest.id());
        long pause = isHere ? left : Math.min(left, within / LOOKS_IN_A_WAIT + 1);
        process.after(pause, () -> lookAgain(latest, within, until, askedAt));
    }

    private void lookAgain(Transfer latest, long within, long until, int askedAt) {
        world.story().isAbout(latest.wish().card());
        await(again(latest), within, until, askedAt);
    }

    /// What there is to know without asking the ledger.
    final Optional<Transfer> known(Transfer stored) {
        var settled = settledHere.get(stored.id());
        if (settled != null || stored.isFinal()) {
            return Optional.of(settled == null ? stored : settled);
        }
        return Optional.ofNullable(inFlight.get(stored.id()));
    }

    /// Looks again. A drive here may lag behind what was seen before; a store or a ledger that is
    /// away takes nothing of it back.
    Transfer again(Transfer latest) {
        var here = known(latest);
        if (here.isPresent()) {
            return here.get().isFinal() || !latest.isDecided() ? here.get() : latest;
        }
        try {
            return store.find(latest.id()).flatMap(this::now).orElse(latest);
        } catch (StoreUnreachable e) {
            return latest;
        }
    }

    // --- Driving

    void begin(Drive begun) {
        inFlight.put(begun.transfer().id(), begun.transfer());
        claims.put(begun.transfer().id(), begun.claim());
        process.prolongSoon();
        process.after(NEXT_STEP, () -> step(begun));
    }

    private void step(Drive drive) {
        var id = drive.transfer().id();
        try {
            var next = engine.advance(drive);
            if (!next.transfer().isFinal()) {
                inFlight.put(id, next.transfer());
            }
            if (!next.isOver()) {
                long wait = process.untilThen(next.notBefore());
                process.after(Math.max(wait, NEXT_STEP), () -> step(next));
                return;
            }
            if (next.transfer().isFinal()) {
                settledHere.put(id, next.transfer());
                process.tell(next.transfer(), 0);
            }
        } catch (BrokenInvariant e) {
            throw NodeProcess.contradicted(drive.transfer(), e);
        } catch (StoreUnreachable e) {
            // Left to recovery.
        } catch (RuntimeException e) {
            // A connector broke; left to recovery.
        }
        inFlight.remove(id);
        claims.remove(id);
    }
}
