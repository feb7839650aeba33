package org.banktransfer.identity;

import java.util.regex.Pattern;

/// Tells whether two requests name the same card at the same institution, without the number: a
/// keyed HMAC-SHA-256 of both. The PIN is in no digest.
///
/// @param value 64 lower-case hexadecimal digits
public record CardFingerprint(String value) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    public CardFingerprint {
        Names.check("a card fingerprint", SHAPE, value, "64 lower-case hexadecimal digits");
    }

    @Override
    public String toString() {
        return value;
    }
}
