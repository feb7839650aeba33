package org.banktransfer.sandbox.rules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What the institution has on record about one transfer id. An id it has never seen has no entry.
///
/// An entry only ever moves forward: `Approved` to `Reversing` to `Reversed`. `Declined`,
/// `Reversed` and `Blocked` are final, and no entry is ever removed, unless the dial says so.
public sealed interface Entry {

    /// The transfer id.
    String id();

    /// When the entry reached this state.
    Instant at();

    /// Paid: the amount left the card.
    ///
    /// @param content the seal of the request it was paid for
    /// @param cardNumber the card it left; never printed
    /// @param amountMinor whole minor units, more than zero
    /// @param reference the institution's own name for the movement
    record Approved(
            String id,
            String content,
            String cardNumber,
            long amountMinor,
            String currency,
            String reference,
            Instant at)
            implements Entry {

        /// Says nothing of the card.
        @Override
        public String toString() {
            return "Approved[" + id + ", " + amountMinor + " " + currency + "]";
        }
    }

    /// Refused for good: nothing left the card, and nothing ever will under this id.
    ///
    /// @param detail words for a person, where the code alone would mislead
    record Declined(String id, String content, String code, @Nullable String detail, Instant at)
            implements Entry {}

    /// A reversal was accepted and is not done yet.
    ///
    /// @param due when it is to be done; absent: when the dial's owner releases it
    record Reversing(Approved cashOut, @Nullable Instant due, Instant at) implements Entry {
        @Override
        public String id() {
            return cashOut.id();
        }
    }

    /// Paid and taken back: the amount is on the card again.
    record Reversed(Approved cashOut, Instant at) implements Entry {
        @Override
        public String id() {
            return cashOut.id();
        }
    }

    /// A tombstone: reversed before the cash-out was seen, so the cash-out is refused for good.
    record Blocked(String id, Instant at) implements Entry {}

    /// Whether this entry stands for a request of this content. A tombstone stands for any.
    default boolean standsFor(String content) {
        return switch (this) {
            case Approved approved -> approved.content.equals(content);
            case Declined declined -> declined.content.equals(content);
            case Reversing reversing -> reversing.cashOut.content.equals(content);
            case Reversed reversed -> reversed.cashOut.content.equals(content);
            case Blocked _ -> true;
        };
    }
}
