package org.banktransfer.identity;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// A transfer's name: chosen by us before anything is sent, the same on every repeat, and the key
/// on which the institution and the ledger dedupe. Written `tr_` and 32 lower-case hexadecimal
/// digits.
///
/// @param value a UUID of version 7 (RFC 9562), so ids sort by the time they were made
public record TransferId(UUID value) implements Comparable<TransferId> {

    private static final Pattern WRITTEN = Pattern.compile("tr_[0-9a-f]{32}");

    /// A new id: 48 bits of Unix milliseconds, then 74 bits of chance. Safe under concurrency if
    /// `chance` is.
    ///
    /// @param chance must be unpredictable in production, where ids are shown to customers
    public static TransferId next(InstantSource clock, RandomGenerator chance) {
        long high = (clock.millis() << 16) | 0x7000 | (chance.nextLong() & 0x0FFF);
        long low = 0x8000_0000_0000_0000L | (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new TransferId(new UUID(high, low));
    }

    /// @throws IllegalArgumentException if the text is not a written transfer id
    public static TransferId parse(String written) {
        if (!WRITTEN.matcher(written).matches()) {
            throw new IllegalArgumentException("a transfer id is tr_ and 32 hexadecimal digits");
        }
        return new TransferId(
                new UUID(
                        Long.parseUnsignedLong(written, 3, 19, 16),
                        Long.parseUnsignedLong(written, 19, 35, 16)));
    }

    /// Orders ids as PostgreSQL orders them: by time made, as unsigned bytes.
    @Override
    public int compareTo(TransferId other) {
        int high =
                Long.compareUnsigned(
                        value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return "tr_" + hex(value.getMostSignificantBits()) + hex(value.getLeastSignificantBits());
    }

    private static String hex(long bits) {
        var digits = Long.toHexString(bits);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
