package org.banktransfer.sandbox.rules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One request to pay out of a card, already checked for form.
///
/// @param id the transfer id the caller chose
/// @param cardNumber the card to take from; never printed
/// @param pinSeal the PIN offered, sealed the way [Card#pinSeal] is, so that the two can be
///   compared
/// @param amountMinor whole minor units, more than zero; absent asks for the whole balance
/// @param currency ISO 4217
/// @param validUntil the last instant at which the request may still be carried out
/// @param content a seal over all that makes a repeat the same request: card, PIN, amount and
///   currency. `validUntil` is not part of it: a repeat may grant itself more time
public record CashOutRequest(
        String id,
        String cardNumber,
        String pinSeal,
        @Nullable Long amountMinor,
        String currency,
        Instant validUntil,
        String content) {

    /// Says nothing of the card or the PIN.
    @Override
    public String toString() {
        return "CashOutRequest[" + id + "]";
    }
}
