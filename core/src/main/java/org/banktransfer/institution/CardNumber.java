package org.banktransfer.institution;

/// The number on a card: 12 to 19 digits (ISO/IEC 7812-1 ends at 19). A secret: it shows itself
/// only to `reveal`, which only the packages `http` and `connector` may call, and it lives in
/// memory for one request.
public final class CardNumber {

    private final String digits;

    /// @throws IllegalArgumentException if it is not 12 to 19 digits; the message repeats none of
    ///   it
    public CardNumber(String digits) {
        if (digits.length() < 12
                || digits.length() > 19
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a card number is 12 to 19 digits");
        }
        this.digits = digits;
    }

    public String reveal() {
        return digits;
    }

    /// The last four digits, which may be shown and stored (PCI DSS 4.0.1, requirement 3.4.1).
    public String last4() {
        return digits.substring(digits.length() - 4);
    }

    @Override
    public String toString() {
        return "[card number]";
    }
}
