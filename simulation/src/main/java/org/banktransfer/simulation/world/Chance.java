package org.banktransfer.simulation.world;

import java.util.random.RandomGenerator;

/// The chance that production code is given: names from the world's seed, because it does not
/// matter which they are, and pauses from its [Tape], because they decide what meets what.
final class Chance implements RandomGenerator {

    private static final int PARTS = 8;

    private final Tape tape;
    private long state;

    Chance(long seed, Tape tape) {
        this.state = seed;
        this.tape = tape;
    }

    @Override
    public long nextLong() {
        state += 0x9E37_79B9_7F4A_7C15L;
        return Tape.mixed(state);
    }

    /// The plainest is the longest pause: with none at all a world would go round without its clock
    /// moving.
    @Override
    public long nextLong(long bound) {
        return bound - 1 - bound / PARTS * tape.pick(PARTS);
    }
}
