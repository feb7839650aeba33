package org.banktransfer.simulation.world;

import org.banktransfer.institution.Card;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.recovery.Recovery;
import org.banktransfer.recovery.RecoveryListener;
import org.banktransfer.simulation.InMemoryTransferStore;
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

/// One process of a node, from its start to its end: the production engine, redemption and
/// recovery, and a desk that is played.
final class NodeProcess implements RecoveryListener {

    /// How long a press is held for its answer.
    private static final long ANSWERS_WITHIN = Duration.ofSeconds(2).toNanos();

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
    private final Redemption redemption;
    private final List<Recovery> recoveries = new ArrayList<>();
    private final Desk desk;
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
        var ledger =
                new LedgerPort(
                        world.ledger(),
                        new Line(world, this, Receiver.LEDGER, "the ledger"),
                        world);
        var institutions = new Institutions(ports());
        var settings = world.settings().of(name);
        var chance = world.chance();
        var engine =
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
        desk = parts.desk(world, this, store, ledger, engine);
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
        world.story().isAbout(wish.card());
        int askedAt = world.checks().wordsTold();
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
            case RedeemAnswer.Begun(var drive) -> {
                desk.begin(drive);
                desk.awaitBegun(drive.transfer(), ANSWERS_WITHIN, askedAt);
            }
            case RedeemAnswer.Replayed(var transfer) -> {
                world.checks().replayed(wish.customer(), wish.key(), transfer);
                desk.await(transfer, ANSWERS_WITHIN, askedAt);
            }
            default -> {}
        }
    }

    /// A customer asks how a wish stands.
    ///
    /// @param within how long the customer waits for it to be settled
    void look(Wish wish, long within) {
        world.story().isAbout(wish.card());
        int askedAt = world.checks().wordsTold();
        try {
            store.findByKey(wish.customer(), wish.key())
                    .ifPresent(stored -> desk.await(stored, within, askedAt));
        } catch (StoreUnreachable e) {
            // The customer is told that we do not know, which is true.
        }
    }

    /// @param askedAt how many words had been told when the customer asked; zero for whoever has
    ///   been waiting from the beginning
    void tell(Transfer transfer, int askedAt) {
        world.story().isAbout(transfer.wish().card());
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

    /// How long it is until then by this node's clock.
    long untilThen(Instant notBefore) {
        return notBefore.equals(Instant.EPOCH)
                ? 0
                : Timeline.sinceBeginning(notBefore) - Timeline.sinceBeginning(node.instant());
    }

    // --- Loops

    /// One turn of the recovery loops.
    void recover() {
        world.story().isAbout(null);
        for (var recovery : recoveries) {
            try {
                recovery.runOnce();
            } catch (StoreUnreachable e) {
                // The next turn tries again.
            }
        }
    }

    void prolongSoon() {
        if (!willProlong) {
            willProlong = true;
            world.timeline()
                    .tickAfter(
                            world.settings().claimFor().toNanos() * 2 / 3,
                            () -> node.run(this, this::prolong));
        }
    }

    private void prolong() {
        world.story().isAbout(null);
        willProlong = false;
        var claims = new HashMap<>(desk.claims());
        int running = claims.size();
        try {
            if (!claims.isEmpty()) {
                store.prolong(claims, node.instant().plus(world.settings().claimFor()));
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

    static Violation contradicted(Transfer transfer, RuntimeException why) {
        return new Violation("no step contradicts our books", transfer.id(), why.toString());
    }
}
