package org.banktransfer.service.http;

import java.time.Duration;

/// How much is let in through the door of one node.
///
/// @param customerRate requests a second of one customer, and as many at once; more than zero
/// @param addressRate the same of one address; this machine itself is not limited
/// @param allRate the same of all together
/// @param addressWrongPinsMax so many wrong PINs of one address within the window, and no wish from
///   there is taken; more than zero
/// @param pinWindow how far back they count; more than zero
/// @param proxies whose word is taken for a client's address
public record DoorSettings(
        int customerRate,
        int addressRate,
        int allRate,
        int addressWrongPinsMax,
        Duration pinWindow,
        TrustedProxies proxies) {

    public DoorSettings {
        if (customerRate <= 0 || addressRate <= 0 || allRate <= 0) {
            throw new IllegalArgumentException("rate.customer, address and all are more than zero");
        }
        if (addressWrongPinsMax <= 0 || !pinWindow.isPositive()) {
            throw new IllegalArgumentException("pin.address-wrong and pin.window: more than zero");
        }
    }

    public static DoorSettings defaults() {
        return new DoorSettings(
                200, 1_000, 20_000, 100, Duration.ofMinutes(15), TrustedProxies.NONE);
    }
}
