package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Something happened that never may. An `Error`, so that no loop that guards itself against broken
/// transfers takes it for one.
public final class Violation extends Error {

    private static final long serialVersionUID = 1;

    private final String rule;
    private final @Nullable TransferId transfer;

    /// @param rule which promise was broken, the same words each time
    /// @param what what was found
    Violation(String rule, String what) {
        super(rule + ": " + what);
        this.rule = rule;
        transfer = null;
    }

    /// The same where it was broken to one transfer.
    Violation(String rule, TransferId transfer, String what) {
        super(rule + ": " + transfer + " " + what);
        this.rule = rule;
        this.transfer = transfer;
    }

    /// Which promise was broken.
    public String rule() {
        return rule;
    }

    /// To which transfer, if it was one.
    Optional<TransferId> transfer() {
        return Optional.ofNullable(transfer);
    }
}
