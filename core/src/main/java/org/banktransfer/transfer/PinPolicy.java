package org.banktransfer.transfer;

import java.time.Duration;

/// When a card is locked here, before its institution is asked again.
///
/// @param wrongPinsMax so many wrong PINs within the window lock the card; more than zero
/// @param window how far back wrong PINs count; more than zero
public record PinPolicy(int wrongPinsMax, Duration window) {

    public PinPolicy {
        if (wrongPinsMax <= 0 || !window.isPositive()) {
            throw new IllegalArgumentException("a PIN policy's number is not more than zero");
        }
    }
}
