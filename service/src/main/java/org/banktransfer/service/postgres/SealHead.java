package org.banktransfer.service.postgres;

import java.util.regex.Pattern;

/// The last seal of a chain of the ledger's record, at some moment. Kept outside the database, it
/// shows whether what was on record then still is.
///
/// @param chain 1 to 16
/// @param number how many seals the chain had; 0 if none
/// @param digest 64 hexadecimal digits; empty if the chain had no seal
public record SealHead(int chain, long number, String digest) {

    private static final Pattern LINE =
            Pattern.compile("([1-9]|1[0-6]) ([1-9][0-9]{0,17}) ([0-9a-f]{64})|([1-9]|1[0-6]) 0 ?");

    /// Reads what [#line] wrote.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static SealHead of(String line) {
        var parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("a head is a chain, a number and a digest");
        }
        return parts.group(1) == null
                ? new SealHead(Integer.parseInt(parts.group(4)), 0, "")
                : new SealHead(
                        Integer.parseInt(parts.group(1)),
                        Long.parseLong(parts.group(2)),
                        parts.group(3));
    }

    /// Chain, number and digest, with a space between.
    public String line() {
        return (chain + " " + number + " " + digest).strip();
    }
}
