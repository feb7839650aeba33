package org.banktransfer.sandbox.rules;

import java.util.Locale;

/// A card as the institution keeps it.
///
/// @param number the card's number; never printed
/// @param pinSeal the sealed PIN, see [Seal]; the PIN itself is not kept
/// @param balanceMinor what is on the card, in whole minor units; never below zero
/// @param currency ISO 4217
/// @param state whether it may pay
/// @param wrongPins how many cash-outs were declined for a wrong PIN; a repeated request counts
///   once
public record Card(
        String number,
        String pinSeal,
        long balanceMinor,
        String currency,
        State state,
        long wrongPins) {

    /// Whether a card may pay.
    public enum State {
        ACTIVE,
        BLOCKED,
        EXPIRED;

        /// The name on the wire and in the database.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Card {
        if (balanceMinor < 0) {
            throw new IllegalArgumentException("card balance below zero: " + balanceMinor);
        }
    }

    /// Says nothing of the number or the PIN.
    @Override
    public String toString() {
        return "Card[" + balanceMinor + " " + currency + ", " + state + "]";
    }
}
