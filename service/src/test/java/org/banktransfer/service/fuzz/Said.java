package org.banktransfer.service.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What was said about an input: to a caller, in a log, to people.
public final class Said {

    /// Shorter ones are lines, columns and status codes.
    private static final Pattern DIGITS = Pattern.compile("[0-9]{6,}");

    /// Shorter ones are also in times.
    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{12,}");

    /// The largest amount there is, which the rule for amounts names.
    private static final String AMOUNT_MAX = "9007199254740991";

    private Said() {}

    /// @throws AssertionError if it repeats a run of digits of the input, as numbers and PINs are
    public static void repeatsNothing(byte[] input, String text) {
        repeatsNo(DIGITS, input, text);
    }

    /// For what may tell of times: longer runs only.
    public static void repeatsNoCardNumber(byte[] input, String text) {
        repeatsNo(CARD_NUMBER, input, text);
    }

    private static void repeatsNo(Pattern digits, byte[] input, String text) {
        var sent = new String(input, StandardCharsets.ISO_8859_1);
        digits.matcher(text)
                .results()
                .map(run -> run.group())
                .filter(run -> !run.equals(AMOUNT_MAX) && sent.contains(run))
                .findFirst()
                .ifPresent(run -> {
                    throw new AssertionError("repeats " + run + ": " + text);
                });
    }
}
