package org.banktransfer.service.connector.certify;

import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;

import java.util.Currency;
import java.util.regex.Pattern;

/// A card of the institution's test system. Active, and used by nobody else while the cases run.
///
/// @param card its number and PIN
/// @param balanceMinor what is on it; at least [#BALANCE_MIN]
/// @param currency what it holds
public record TestCard(Card card, long balanceMinor, Currency currency) {

    /// So that a quarter of it is an amount that other amounts differ from.
    public static final long BALANCE_MIN = 100;

    private static final Pattern WRITTEN =
            Pattern.compile("([0-9]{12,19}):([0-9]{4,12}):([1-9][0-9]{0,17})");

    public TestCard {
        if (balanceMinor < BALANCE_MIN) {
            throw new IllegalArgumentException(
                    "a test card holds at least " + BALANCE_MIN + " minor units");
        }
    }

    /// @param written `NUMBER:PIN:BALANCE`, the balance in minor units
    /// @throws IllegalArgumentException if it is not written so; the message repeats none of it
    public static TestCard parse(String written, Currency currency) {
        var matcher = WRITTEN.matcher(written.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a test card is NUMBER:PIN:BALANCE, the balance in minor units");
        }
        return new TestCard(
                card(matcher.group(1), matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                currency);
    }

    static Card card(String number, String pin) {
        return new Card(new CardNumber(number), new Pin(pin));
    }
}
