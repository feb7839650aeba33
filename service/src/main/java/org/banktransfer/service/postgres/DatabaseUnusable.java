package org.banktransfer.service.postgres;

/// A database cannot be used at start. The message is one line: which database, and why.
public final class DatabaseUnusable extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
