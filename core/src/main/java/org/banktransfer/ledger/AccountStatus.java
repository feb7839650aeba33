package org.banktransfer.ledger;

/// Whether an account takes credits.
public enum AccountStatus {
    OPEN,
    /// Takes no credits until it is opened again.
    FROZEN,
    /// Takes no credits any more.
    CLOSED
}
