package org.banktransfer.simulation.world;

/// A process dies: thrown out of whatever it was doing, and caught where the world started that.
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    /// Without a stack trace: it is always caught, often, and deep down.
    Crash() {
        super("crash", null, false, false);
    }
}
