package org.banktransfer.service.connector.certify;

import org.jspecify.annotations.Nullable;

/// Something that a case expects was found to be otherwise; ends the case.
final class Unmet extends Exception {

    private final String expected;
    private final String found;
    private final @Nullable Lack lack;

    /// @param lack the line of the sheet that can say so; null if none can
    Unmet(String expected, String found, @Nullable Lack lack) {
        super("expected " + expected + ", found " + found);
        this.expected = expected;
        this.found = found;
        this.lack = lack;
    }

    Unmet(String expected, String found) {
        this(expected, found, null);
    }

    Verdict verdict() {
        return lack == null
                ? new Verdict.Failed(expected, found)
                : new Verdict.Lacking(lack, expected, found);
    }
}
