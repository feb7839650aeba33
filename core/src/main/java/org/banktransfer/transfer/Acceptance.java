package org.banktransfer.transfer;

import java.time.Instant;

/// What the store says when a transfer is to be accepted.
public sealed interface Acceptance {

    /// It is durable, and claimed by the one who asked.
    record Accepted() implements Acceptance {}

    /// The customer has used the key before; whether for the same wish is for the caller to
    /// compare.
    record KeyUsed(Transfer earlier) implements Acceptance {}

    /// The customer has sent too many wrong PINs, of whichever cards.
    ///
    /// @param until when their next try is allowed
    record CustomerSlowed(Instant until) implements Acceptance {}

    /// Too many wrong PINs.
    ///
    /// @param until when the next try is allowed
    record CardLocked(Instant until) implements Acceptance {}

    /// Another transfer of the same card is, as far as the store knows, unsettled.
    record CardBusy(Transfer unsettled) implements Acceptance {}
}
