package org.banktransfer.simulation.world;

import org.banktransfer.ledger.Ledger;
import org.banktransfer.simulation.InMemoryAccounts;
import org.banktransfer.simulation.InMemoryBooks;
import org.banktransfer.simulation.InMemoryLedger;
import org.banktransfer.simulation.InMemoryTransfers;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TraceWriter;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A world, from its beginning until all that was accepted in it is settled. One thread; the same
/// number and the same tape give the same world, event for event.
///
/// First things go wrong while customers press, then all goes well until nothing is left to do: a
/// transfer that is not settled then never will be.
public final class World {

    private final long seed;
    private final Tape tape;
    private final Parts parts;
    private final @Nullable Appendable trace;
    private final Timeline timeline = new Timeline();
    private final Coverage coverage = new Coverage();
    private final Story story;
    private final Faults faults;
    private final Settings settings;
    private final Chance chance;
    private final InMemoryTransfers tables = new InMemoryTransfers(false);
    private final InMemoryBooks books = new InMemoryBooks();
    private final Checks checks = new Checks(books);
    private final Ledger ledger;
    private final List<SimulatedInstitution> institutions = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Customers customers;
    private final Ending ending;
    private long hash;

    /// How a world went.
    ///
    /// @param transfers how many were accepted
    /// @param events how much happened
    /// @param hash the same for the same events in the same order
    /// @param violation what never may happen, if it did
    /// @param story what happened, if it was to be told; of a broken promise what concerns it
    public record Course(
            int transfers,
            long events,
            long hash,
            Coverage coverage,
            @Nullable Violation violation,
            Tape tape,
            List<String> story) {}

    /// @param isTold whether the story is to be told
    /// @param trace where every step is written, if anywhere
    World(
            String name,
            long seed,
            Tape tape,
            Parts parts,
            boolean isTold,
            @Nullable Appendable trace) {
        this.seed = seed;
        this.tape = tape;
        this.parts = parts;
        this.trace = trace;
        story = new Story(isTold, timeline);
        faults = new Faults(tape, coverage);
        settings = new Settings(tape);
        chance = new Chance(seed, tape);
        ledger = parts.ledger(new InMemoryLedger(books, settings.rules()), books);
        int institutionCount = 1 + tape.pick(Population.INSTITUTIONS.size());
        for (int i = 0; i < institutionCount; i++) {
            var sheet = Settings.sheet(tape);
            long clockAhead = settings.clockAhead(tape, coverage);
            institutions.add(
                    parts.institution(Population.INSTITUTIONS.get(i), sheet, clockAhead, this));
        }
        int nodeCount = 1 + tape.pick(3);
        for (int i = 0; i < nodeCount; i++) {
            nodes.add(new Node(this, name + (char) ('a' + i), settings.clockAhead(tape, coverage)));
        }
        customers = new Customers(this, new InMemoryAccounts(books));
        ending = new Ending(this);
    }

    /// The world of the given number of a run.
    static World numbered(long runSeed, long number, Parts parts, @Nullable Appendable trace) {
        long seed = seedOf(runSeed, number);
        return new World("w" + number + ".", seed, Tape.drawn(seed), parts, false, trace);
    }

    /// The same number always makes the same world.
    static long seedOf(long runSeed, long number) {
        return Tape.mixed(Tape.mixed(runSeed) + number);
    }

    /// To be called once.
    Course run() {
        Violation violation = null;
        try {
            nodes.forEach(Node::start);
            customers.begin();
            while (!ending.isReached()) {
                if (!timeline.runNext()) {
                    ending.nobodyGoesOn();
                }
            }
            ending.audit();
        } catch (Violation e) {
            violation = e;
            story.tellOfAll("VIOLATION", String.valueOf(e.getMessage()));
        }
        return new Course(
                checks.accepted(),
                timeline.happened(),
                hash,
                coverage,
                violation,
                tape,
                violation == null ? story.lines() : linesOf(violation));
    }

    private List<String> linesOf(Violation violation) {
        return violation.transfer().map(checks::cardOf).map(story::linesOf).orElseGet(story::lines);
    }

    /// From now on all goes well.
    void lift() {
        story.tellOfAll("the world", "goes well from now on");
        faults.lift();
        nodes.forEach(Node::heal);
        institutions.forEach(SimulatedInstitution::lift);
        ending.begin();
    }

    void wakeRecovery() {
        for (var node : nodes) {
            node.wake();
        }
    }

    StepObserver observer(String process) {
        var next =
                trace == null
                        ? StepObserver.NONE
                        : new TraceWriter(trace, () -> timeline.instant(0), process);
        return new Watcher(this, process, next);
    }

    void fold(String word) {
        hash = hash * 31 + word.hashCode() + timeline.now();
    }

    long seed() {
        return seed;
    }

    Tape tape() {
        return tape;
    }

    Parts parts() {
        return parts;
    }

    Timeline timeline() {
        return timeline;
    }

    Coverage coverage() {
        return coverage;
    }

    Story story() {
        return story;
    }

    Faults faults() {
        return faults;
    }

    Settings settings() {
        return settings;
    }

    Chance chance() {
        return chance;
    }

    InMemoryTransfers tables() {
        return tables;
    }

    Checks checks() {
        return checks;
    }

    Ledger ledger() {
        return ledger;
    }

    List<SimulatedInstitution> institutions() {
        return institutions;
    }

    List<Node> nodes() {
        return nodes;
    }
}
