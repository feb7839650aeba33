package org.banktransfer.institution;

/// The secret number of a card: 4 to 12 digits (ISO 9564-1). A secret: it shows itself only to
/// `reveal`, which only the packages `http` and `connector` may call, and it lives in memory for
/// one request.
public final class Pin {

    private final String digits;

    /// @throws IllegalArgumentException if it is not 4 to 12 digits; the message repeats none of it
    public Pin(String digits) {
        if (digits.length() < 4
                || digits.length() > 12
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a PIN is 4 to 12 digits");
        }
        this.digits = digits;
    }

    public String reveal() {
        return digits;
    }

    @Override
    public String toString() {
        return "[PIN]";
    }
}
