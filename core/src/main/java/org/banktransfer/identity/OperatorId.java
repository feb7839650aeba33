package org.banktransfer.identity;

import java.util.regex.Pattern;

/// Who of the bank's own people or programs did something: the subject of an operator's token, or
/// `os:` and the name of who ran a command on the machine.
///
/// @param value 1 to 255 visible ASCII characters
public record OperatorId(String value) {

    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public OperatorId {
        Names.check("an operator", SHAPE, value, "1 to 255 visible ASCII characters");
    }

    @Override
    public String toString() {
        return value;
    }
}
