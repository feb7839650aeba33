package org.banktransfer.service.chaos;

import java.util.Locale;

/// What the saboteur does to a part, for a while.
enum Sabotage {
    /// SIGKILL of a node; started again at the end.
    KILL_NODE,
    /// SIGTERM of a node, as in a rolling restart.
    STOP_NODE,
    /// SIGSTOP of a node, past its claims; SIGCONT at the end.
    FREEZE_NODE,
    /// SIGKILL of a node, started again at once with its clock seconds off; and again, right, at
    /// the end.
    SKEW_NODE,
    /// SIGKILL of the institution.
    KILL_INSTITUTION,
    /// SIGSTOP of the institution.
    FREEZE_INSTITUTION,
    /// SIGKILL of PostgreSQL's postmaster and all its children.
    KILL_POSTGRES,
    /// SIGQUIT: an immediate shutdown, which recovers at the next start.
    QUIT_POSTGRES,
    /// SIGINT: a fast shutdown.
    RESTART_POSTGRES,
    /// SIGSTOP of PostgreSQL's postmaster and all its children.
    FREEZE_POSTGRES,
    /// SIGKILL of one of PostgreSQL's children, on which it ends all others and recovers.
    KILL_BACKEND,
    /// Every connection PostgreSQL has left is taken, and the nodes' own are cut.
    FILL_POSTGRES,
    /// A lock on the ledger's decisions: none can be made.
    LOCK_LEDGER,
    /// A wire resets every connection.
    CUT_WIRE,
    /// A wire takes everything and hands nothing on.
    STALL_WIRE,
    /// A wire hands on a few kilobytes a second.
    THROTTLE_WIRE,
    /// A wire loses what comes back; one from a database, the word that it has committed.
    LOSE_ANSWERS,
    /// A fault of the institution's dial, on some of its requests.
    DIAL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
