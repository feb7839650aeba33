package org.banktransfer.simulation.world;

/// Something happened that never may. An `Error`, so that no loop that guards itself against broken
/// transfers takes it for one.
public final class Violation extends Error {

    private static final long serialVersionUID = 1;

    private final String rule;

    /// @param rule which promise was broken, the same words each time
    /// @param what what was found
    Violation(String rule, String what) {
        super(rule + ": " + what);
        this.rule = rule;
    }

    /// Which promise was broken.
    public String rule() {
        return rule;
    }
}
