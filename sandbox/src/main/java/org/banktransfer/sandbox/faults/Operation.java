package org.banktransfer.sandbox.faults;

import java.util.Locale;

/// What may be asked of the institution.
public enum Operation {
    CASH_OUT,
    LOOK_UP,
    REVERSAL,
    STATEMENT;

    /// The name in the admin API.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
