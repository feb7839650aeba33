package org.banktransfer.institution;

import java.nio.charset.StandardCharsets;

/// The secret number of a card: 4 to 12 digits (ISO 9564-1). A secret: it shows itself only to
/// `reveal`, which only the packages `http` and `connector` may call, and it lives in memory until
/// `wipe`, at the end of one request at the latest. Safe under concurrency.
public final class Pin {

    private static final String SHAPE = "a PIN is 4 to 12 digits";

    private final SecretDigits digits;

    /// @param ascii taken over: it is overwritten by `wipe`, and at once if this throws
    /// @throws IllegalArgumentException if it is not 4 to 12 digits; the message repeats none of it
    public Pin(byte[] ascii) {
        digits = new SecretDigits(ascii);
        if (!digits.areDigits(4, 12)) {
            digits.wipe();
            throw new IllegalArgumentException(SHAPE);
        }
    }

    /// For who has it as text already, which nobody can wipe.
    ///
    /// @throws IllegalArgumentException as above
    public Pin(String digits) {
        this(digits.getBytes(StandardCharsets.US_ASCII));
    }

    /// The digits in ASCII. Not a copy: `wipe` overwrites it.
    ///
    /// @throws IllegalStateException if it was wiped
    public byte[] reveal() {
        return digits.reveal();
    }

    /// Overwrites it. Whoever asks for it afterwards is refused.
    public void wipe() {
        digits.wipe();
    }

    @Override
    public String toString() {
        return "[PIN]";
    }
}
