package org.banktransfer.sandbox.books;

import org.jspecify.annotations.Nullable;

/// The database refused. Nothing was done.
public final class BooksBroken extends RuntimeException {
    BooksBroken(@Nullable Throwable cause) {
        super("the books cannot be written or read", cause);
    }
}
