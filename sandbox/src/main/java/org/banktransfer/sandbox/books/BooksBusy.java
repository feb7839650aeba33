package org.banktransfer.sandbox.books;

/// Too much is waiting for the books. Nothing was done; asking again later may help.
public final class BooksBusy extends RuntimeException {
    BooksBusy() {
        super("too much is waiting for the books");
    }
}
