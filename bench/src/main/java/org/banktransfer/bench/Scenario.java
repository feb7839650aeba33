package org.banktransfer.bench;

import java.util.Locale;

/// What is measured.
public enum Scenario {
    /// Redeem cards over HTTP, in a closed loop, or in an open one with `--rate`.
    END_TO_END,
    /// Engine and stores alone, with customers and institution in this process.
    IN_PROCESS,
    /// Open loops at a tenth to the whole of the peak: latency against load.
    LATENCY,
    /// One customer alone.
    ALONE,
    /// Reads of a transfer and of an account.
    READS,
    /// The bare-PostgreSQL rig alone.
    LIMIT,
    /// The rate over many settled transfers.
    AGED,
    /// How fast a backlog of unsettled transfers is worked off.
    BACKLOG,
    /// Whether memory stays flat at 80 % of the peak.
    SOAK,
    /// What is accepted at five times the peak.
    OVERLOAD;

    /// As it is written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
