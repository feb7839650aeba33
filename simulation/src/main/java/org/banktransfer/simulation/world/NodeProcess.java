package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.recovery.Recovery;
import org.banktransfer.recovery.RecoveryListener;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.RedeemAnswer;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.Transfer.Wish;
import org.banktransfer.transfer.TransferEngine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One process of a node, from its start to its end: the production engine, redemption and
/// recovery, and a desk of a few lines that does what the service's does with what was begun here.
final class NodeProcess implements RecoveryListener {

    private static final long NEXT_STEP = Duration.ofNanos(20_000).toNanos();
    private static final long[] QUEUED = {
        Duration.ofMillis(1).toNanos(),
        Duration.ofMillis(50).toNanos(),
        Duration.ofSeconds(4).toNanos()
    };
    private static final int[] QUEUED_WEIGHTS = {28, 31, 32};

    private final World world;
    private final Node node;
    private final String name;
    private final StorePort store;
    private final LedgerPort ledger;
    private final TransferEngine engine;
    private final Redemption redemption;
    private final List<Recovery> recoveries = new ArrayList<>();
    private final Map<TransferId, Transfer> inFlight = new HashMap<>();
    private final Map<TransferId, ClaimToken> claims = new HashMap<>();
    private final Map<TransferId, Transfer> settledHere = new HashMap<>();
    private boolean isAlive = true;
    private boolean willProlong;

    NodeProcess(World world, Node node, String name) {
        this.world = world;
        this.node = node;
        this.name = name;
        var parts = world.parts();
        var rows = new InMemoryTransferStore(world.tables());
        store =
                new StorePort(
                        rows,
                        parts.store(rows),
                        new Line(world, this, Receiver.STORE, "the store"),
                        world,
                        this);
        ledger =
                new LedgerPort(
                        world.ledger(),
                        new Line(world, this, Receiver.LEDGER, "the ledger"),
                        world);
        var institutions = new Institutions(ports());
        var settings = world.settings().of(name);
        var chance = world.chance();
        engine =
                new TransferEngine(
                        store,
                        ledger,
                        institutions,
                        settings,
                        node::instant,
                        chance,
                        world.observer(name));
        redemption =
                new Redemption(
                        store,
                        ledger,
                        institutions,
                        engine,
                        settings,
                        world.settings().pins(),
                        node::instant,
                        chance);
        for (var institution : world.institutions()) {
            recoveries.add(
                    new Recovery(
                            institution.name(),
                            store,
                            engine,
                            settings.claimFor(),
                            world.settings()::recoveryDrives,
                            node::instant,
                            chance,
                            this::queue,
                            this));
        }
    }

    private List<Institution> ports() {
        var ports = new ArrayList<Institution>();
        for (int i = 0; i < world.institutions().size(); i++) {
            var institution = world.institutions().get(i);
            var line = new Line(world, this, Receiver.institution(i), institution.name().value());
            ports.add(world.parts().port(new InstitutionPort(institution, line)));
        }
        return ports;
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return isAlive;
    }

    /// Whoever goes on after a wait finds out here that the process is gone.
    void mustLive() {
        if (!isAlive) {
            throw new Crash();
        }
    }

    /// @return never; written so that a caller can say that it throws
    Crash crash() {
        node.crash();
        return new Crash();
    }

    void die() {
        isAlive = false;
        store.loseWaiting();
    }

    /// Waits in the middle of something. If the node hangs meanwhile, for as long as it hangs.
    void pass(long nanos) {
        world.timeline().pass(nanos);
        while (isAlive && node.hangsFor() > 0) {
            world.timeline().pass(node.hangsFor());
        }
        mustLive();
    }

    boolean isCutOffFrom(Receiver receiver) {
        return node.isCutOffFrom(receiver);
    }

    /// Does something of this process later, if it still lives then.
    void after(long nanos, Runnable what) {
        world.timeline().after(nanos, () -> node.run(this, what));
    }

    private void queue(Runnable drive) {
        prolongSoon();
        after(
                world.faults().areLifted()
                        ? QUEUED[0]
                        : QUEUED[world.tape().weighted(QUEUED_WEIGHTS)],
                drive);
    }

    // --- Customers

    void press(Wish wish, Card card) {
        int askedAt = world.checks().finalsTold();
        var answer = redemption.redeem(wish, card);
        if (world.story().isTold()) {
            var what =
                    switch (answer) {
                        case RedeemAnswer.Begun(var drive) ->
                                "begins " + world.story().nameOf(drive.transfer().id());
                        case RedeemAnswer.Replayed(var t) ->
                                "says again " + world.story().nameOf(t.id()) + " is " + t.state();
                        default -> "says " + answer;
                    };
            world.story().tell(name, what);
        }
        switch (answer) {
            case RedeemAnswer.Begun(var drive) -> begin(drive);
            case RedeemAnswer.Replayed(var transfer) -> {
                world.checks().replayed(wish.customer(), wish.key(), transfer);
                world.checks().told(transfer, askedAt);
            }
            default -> {}
        }
    }

    /// A customer asks how a wish stands.
    void look(Wish wish) {
        int askedAt = world.checks().finalsTold();
        try {
            var stored = store.findByKey(wish.customer(), wish.key());
            if (stored.isPresent()) {
                tell(now(stored.get()), askedAt);
            }
        } catch (StoreUnreachable e) {
            // The customer is told that we do not know, which is true.
        }
    }

    private Transfer now(Transfer stored) {
        var settled = settledHere.get(stored.id());
        if (settled != null || stored.isFinal()) {
            return settled == null ? stored : settled;
        }
        var here = inFlight.get(stored.id());
        return here == null ? stored.asDecided(ledger.lookUp(stored.id())) : here;
    }

    private void tell(Transfer transfer, int askedAt) {
        if (world.story().isTold()) {
            world.story()
                    .tell(
                            name,
                            "tells a customer that %s is %s"
                                    .formatted(
                                            world.story().nameOf(transfer.id()), transfer.state()));
        }
        world.checks().told(transfer, askedAt);
    }

    // --- The desk

    private void begin(Drive begun) {
        inFlight.put(begun.transfer().id(), begun.transfer());
        claims.put(begun.transfer().id(), begun.claim());
        prolongSoon();
        after(NEXT_STEP, () -> step(begun));
    }

    private void step(Drive drive) {
        var id = drive.transfer().id();
        try {
            var next = engine.advance(drive);
            if (!next.transfer().isFinal()) {
                inFlight.put(id, next.transfer());
            }
            if (!next.isOver()) {
                long wait = untilThen(next.notBefore());
                after(Math.max(wait, NEXT_STEP), () -> step(next));
                return;
            }
            if (next.transfer().isFinal()) {
                settledHere.put(id, next.transfer());
                tell(next.transfer(), 0);
            }
        } catch (BrokenInvariant e) {
            throw contradicted(drive.transfer(), e);
        } catch (StoreUnreachable e) {
            // Left to recovery.
        } catch (RuntimeException e) {
            // A connector broke; left to recovery.
        }
        inFlight.remove(id);
        claims.remove(id);
    }

    private long untilThen(Instant notBefore) {
        return notBefore.equals(Instant.EPOCH)
                ? 0
                : Timeline.sinceBeginning(notBefore) - Timeline.sinceBeginning(node.instant());
    }

    // --- Loops

    /// One turn of the recovery loops.
    void recover() {
        for (var recovery : recoveries) {
            try {
                recovery.runOnce();
            } catch (StoreUnreachable e) {
                // The next turn tries again.
            }
        }
    }

    private void prolongSoon() {
        if (!willProlong) {
            willProlong = true;
            world.timeline()
                    .tickAfter(
                            world.settings().claimFor().toNanos() * 2 / 3,
                            () -> node.run(this, this::prolong));
        }
    }

    private void prolong() {
        willProlong = false;
        int running = claims.size();
        try {
            if (!claims.isEmpty()) {
                store.prolong(
                        new HashMap<>(claims), node.instant().plus(world.settings().claimFor()));
            }
            for (var recovery : recoveries) {
                running += recovery.prolong();
            }
        } catch (StoreUnreachable e) {
            // The next turn tries again.
        }
        if (running > 0) {
            prolongSoon();
        }
    }

    @Override
    public void ended(Transfer last) {
        if (last.isFinal()) {
            tell(last, 0);
        }
    }

    @Override
    public void left(Transfer transfer, StoreUnreachable why) {}

    @Override
    public void parked(Transfer transfer, RuntimeException why) {
        if (why instanceof BrokenInvariant) {
            throw contradicted(transfer, why);
        }
    }

    private static Violation contradicted(Transfer transfer, RuntimeException why) {
        return new Violation("no step contradicts our books", transfer.id() + " " + why);
    }
}
