package org.banktransfer.reconciliation;

/// A statement could not be had, or is not one: nothing is made of a part of it.
public final class StatementUnreadable extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message which statement, and what is wrong with it; repeats nothing of its content
    public StatementUnreadable(String message) {
        super(message);
    }
}
