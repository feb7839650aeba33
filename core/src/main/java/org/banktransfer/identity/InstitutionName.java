package org.banktransfer.identity;

import java.util.regex.Pattern;

/// An institution, as the settings name it.
///
/// @param value a lower-case letter, then up to 39 lower-case letters, digits or `-`
public record InstitutionName(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public InstitutionName {
        Names.check(
                "an institution name",
                SHAPE,
                value,
                "a lower-case letter, then up to 39 lower-case letters, digits or -");
    }

    @Override
    public String toString() {
        return value;
    }
}
