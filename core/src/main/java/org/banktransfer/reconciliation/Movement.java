package org.banktransfer.reconciliation;

import org.banktransfer.money.Money;

import java.time.Instant;

/// One line of an institution's statement, as it was delivered.
///
/// @param line the institution's number of the line; should never be used twice, and is not trusted
///   to be
/// @param at when it was booked, by the institution's clock
/// @param transfer whose it is, as the institution writes it; may be nobody's we know
/// @param amount more than zero; the kind says which way it went
/// @param reference the institution's own; may be empty
public record Movement(
        long line, Instant at, String transfer, Kind kind, Money amount, String reference) {

    public Movement {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("line " + line + " moves " + amount);
        }
    }

    /// Which way the money went.
    public enum Kind {
        /// The institution paid us.
        CASH_OUT,
        /// It took that back.
        REVERSAL
    }
}
