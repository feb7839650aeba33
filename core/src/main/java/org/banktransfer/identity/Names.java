package org.banktransfer.identity;

import java.util.regex.Pattern;

/// The shape that written names must have; a name that has another cannot be built.
final class Names {

    private Names() {}

    static void check(String what, Pattern shape, String value, String rule) {
        if (!shape.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " is " + rule);
        }
    }
}
