package org.banktransfer.sandbox.faults;

import java.util.Locale;

/// How it looks to the caller that no answer comes.
public enum Loss {
    /// The connection is closed in order (TCP FIN) without a byte of an answer.
    CLOSE,
    /// The connection is reset (TCP RST).
    RESET,
    /// Nothing happens for a minute, then the connection is closed: the caller's deadline decides.
    SILENCE;

    /// The name in the admin API.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
