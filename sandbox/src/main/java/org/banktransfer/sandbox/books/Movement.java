package org.banktransfer.sandbox.books;

import java.time.Instant;
import java.util.Locale;

/// One line of a statement.
///
/// @param line numbered from 1 in the order booked, never used twice
/// @param transferId the caller's id
/// @param amountMinor whole minor units, more than zero; the kind says which way it went
public record Movement(
        long line,
        Instant at,
        String transferId,
        Kind kind,
        long amountMinor,
        String currency,
        String reference) {

    /// Which way the money went.
    public enum Kind {
        CASH_OUT,
        REVERSAL;

        /// The name on the wire and in the database.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
