package org.banktransfer.simulation.world;

import org.banktransfer.simulation.world.World.Course;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Predicate;

/// A run of many worlds, all from one seed. One thread.
public final class Simulation {

    /// How many worlds a shrinking may try.
    private static final int SHRINKING_RUNS = 20_000;

    private final long seed;
    private final Parts parts;
    private final Coverage coverage = new Coverage();
    private long worlds;
    private long transfers;
    private long events;
    private long hash;

    /// A world in which a promise was broken.
    ///
    /// @param world its number in the run
    /// @param course how it went
    /// @param shrunk the same promise broken in as little as was found, with its story
    public record Finding(long world, Course course, Course shrunk) {}

    public Simulation(long seed) {
        this(seed, Parts.SOUND);
    }

    Simulation(long seed, Parts parts) {
        this.seed = seed;
        this.parts = parts;
    }

    /// Runs one world after another, until one breaks a promise.
    ///
    /// @param isEnough asked between two worlds
    /// @param trace where every step is written, if anywhere
    /// @return the world that broke a promise, if one did; the run must not go on after it
    public Optional<Finding> run(Predicate<Simulation> isEnough, @Nullable Appendable trace) {
        while (!isEnough.test(this)) {
            long number = worlds;
            var course = World.numbered(seed, number, parts, trace).run();
            worlds++;
            transfers += course.transfers();
            events += course.events();
            hash = hash * 31 + course.hash();
            coverage.add(course.coverage());
            if (course.violation() != null) {
                return Optional.of(shrunk(number, course));
            }
        }
        return Optional.empty();
    }

    /// Runs one world by itself, exactly as it is in the run.
    ///
    /// @param isTold whether its story is told
    public Course world(long number, boolean isTold, @Nullable Appendable trace) {
        return on(number, Tape.drawn(World.seedOf(seed, number)), isTold, trace);
    }

    /// The same promise broken in as little as can be found.
    public Finding shrunk(long number, Course course) {
        var smallest =
                new Shrinker(tape -> on(number, tape, false, null), course, SHRINKING_RUNS)
                        .shrunk();
        return new Finding(number, course, on(number, smallest, true, null));
    }

    private Course on(long number, Tape tape, boolean isTold, @Nullable Appendable trace) {
        var name = "w" + number + ".";
        return new World(name, World.seedOf(seed, number), tape, parts, isTold, trace).run();
    }

    public long seed() {
        return seed;
    }

    public long worlds() {
        return worlds;
    }

    public long transfers() {
        return transfers;
    }

    /// How much happened in all worlds.
    public long events() {
        return events;
    }

    /// The same for the same events in the same order.
    public long hash() {
        return hash;
    }

    public Coverage coverage() {
        return coverage;
    }
}
