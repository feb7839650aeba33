package org.banktransfer.identity;

import java.util.regex.Pattern;

/// A customer's account, as the operator who opened it named it.
///
/// @param value `acc_` and 1 to 60 letters, digits, `_` or `-`
public record AccountId(String value) {

    private static final Pattern SHAPE = Pattern.compile("acc_[A-Za-z0-9_-]{1,60}");

    public AccountId {
        Names.check("an account id", SHAPE, value, "acc_ and 1 to 60 letters, digits, _ or -");
    }

    @Override
    public String toString() {
        return value;
    }
}
