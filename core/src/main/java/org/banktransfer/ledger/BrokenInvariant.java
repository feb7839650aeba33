package org.banktransfer.ledger;

/// Our books or our logic are wrong. Nobody handles it but the edge of a loop, which parks the
/// transfer and calls a person.
public final class BrokenInvariant extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param message which transfer, what was expected and what was found
    public BrokenInvariant(String message) {
        super(message);
    }

    /// @throws BrokenInvariant unless it holds
    public static void check(boolean holds, String message) {
        if (!holds) {
            throw new BrokenInvariant(message);
        }
    }
}
