package org.banktransfer.identity;

import java.util.regex.Pattern;

/// What a client repeats to say "this is the same wish". Scoped to its customer and kept for good.
/// Source: draft-ietf-httpapi-idempotency-key-header-07.
///
/// @param value 1 to 255 visible ASCII characters
public record IdempotencyKey(String value) {

    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public IdempotencyKey {
        Names.check("an idempotency key", SHAPE, value, "1 to 255 visible ASCII characters");
    }

    @Override
    public String toString() {
        return value;
    }
}
