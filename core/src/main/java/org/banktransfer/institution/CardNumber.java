package org.banktransfer.institution;

import java.nio.charset.StandardCharsets;

/// The number on a card: 12 to 19 digits (ISO/IEC 7812-1 ends at 19). A secret: it shows itself
/// only to `reveal`, which only the packages `http` and `connector` may call, and it lives in
/// memory until `wipe`, at the end of one request at the latest. Safe under concurrency.
public final class CardNumber {

    private static final String SHAPE = "a card number is 12 to 19 digits";

    private final SecretDigits digits;
    private final String last4;

    /// @param ascii taken over: it is overwritten by `wipe`, and at once if this throws
    /// @throws IllegalArgumentException if it is not 12 to 19 digits; the message repeats none of
    ///   it
    public CardNumber(byte[] ascii) {
        digits = new SecretDigits(ascii);
        if (!digits.areDigits(12, 19)) {
            digits.wipe();
            throw new IllegalArgumentException(SHAPE);
        }
        last4 = new String(ascii, ascii.length - 4, 4, StandardCharsets.US_ASCII);
    }

    /// For who has it as text already, which nobody can wipe.
    ///
    /// @throws IllegalArgumentException as above
    public CardNumber(String digits) {
        this(digits.getBytes(StandardCharsets.US_ASCII));
    }

    /// The digits in ASCII. Not a copy: `wipe` overwrites it, and so does whoever needs a copy of
    /// it with theirs.
    ///
    /// @throws IllegalStateException if it was wiped
    public byte[] reveal() {
        return digits.reveal();
    }

    /// The last four digits, which may be shown and stored (PCI DSS 4.0.1, requirement 3.4.1).
    public String last4() {
        return last4;
    }

    /// Whether the text has the number in it, whatever is written between its digits.
    ///
    /// @throws IllegalStateException if it was wiped
    public boolean isIn(String text) {
        var own = digits.reveal();
        int matched = 0;
        for (int start = 0; start < text.length(); start++) {
            matched = 0;
            for (int at = start; at < text.length() && matched < own.length; at++) {
                char c = text.charAt(at);
                if (c >= '0' && c <= '9') {
                    if (c != own[matched]) {
                        break;
                    }
                    matched++;
                }
            }
            if (matched == own.length) {
                return true;
            }
        }
        return false;
    }

    /// Overwrites it. Whoever asks for it afterwards is refused.
    public void wipe() {
        digits.wipe();
    }

    @Override
    public String toString() {
        return "[card number]";
    }
}
