package org.banktransfer.institution;

import java.util.Arrays;

/// Digits that are kept in bytes of their own, so that they can be overwritten: a `String` stays in
/// memory until the collector comes by, and its copies too. Safe under concurrency, but for the
/// array that `reveal` hands out.
final class SecretDigits {

    private final byte[] ascii;
    private boolean wiped;

    /// @param ascii taken over, not copied
    SecretDigits(byte[] ascii) {
        this.ascii = ascii;
    }

    boolean areDigits(int min, int max) {
        if (ascii.length < min || ascii.length > max) {
            return false;
        }
        for (byte each : ascii) {
            if (each < '0' || each > '9') {
                return false;
            }
        }
        return true;
    }

    synchronized byte[] reveal() {
        if (wiped) {
            throw new IllegalStateException("it was wiped after its use");
        }
        return ascii;
    }

    synchronized void wipe() {
        wiped = true;
        Arrays.fill(ascii, (byte) 0);
    }
}
