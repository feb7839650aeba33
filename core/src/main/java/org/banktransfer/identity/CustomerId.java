package org.banktransfer.identity;

import java.util.regex.Pattern;

/// The subject of a token: the person or program that owns accounts.
///
/// @param value 1 to 255 visible ASCII characters (RFC 7519 limits `sub` to 255 in OpenID Connect)
public record CustomerId(String value) {

    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public CustomerId {
        Names.check("a subject", SHAPE, value, "1 to 255 visible ASCII characters");
    }

    @Override
    public String toString() {
        return value;
    }
}
