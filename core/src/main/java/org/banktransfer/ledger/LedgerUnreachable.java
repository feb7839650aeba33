package org.banktransfer.ledger;

/// The ledger could not be asked; nothing is known to have changed.
public final class LedgerUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LedgerUnreachable(String message) {
        super(message);
    }

    public LedgerUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
