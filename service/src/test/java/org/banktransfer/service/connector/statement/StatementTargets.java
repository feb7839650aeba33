package org.banktransfer.service.connector.statement;

import org.banktransfer.reconciliation.StatementUnreadable;
import org.banktransfer.service.fuzz.Said;
import org.banktransfer.service.fuzz.Target;

/// What an institution sends as its statement.
public final class StatementTargets {

    private StatementTargets() {}

    /// Read whole, or refused with the place where it is wrong and nothing of what stands there.
    public static Target statements() {
        return input -> {
            try {
                var _ = StatementText.read(input);
            } catch (StatementUnreadable e) {
                Said.repeatsNothing(input, "" + e.getMessage());
            }
        };
    }
}
