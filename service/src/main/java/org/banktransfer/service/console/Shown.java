package org.banktransfer.service.console;

import org.banktransfer.money.Money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/// How the pages write amounts, times and durations.
final class Shown {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Shown() {}

    static String money(Money money) {
        return money(BigInteger.valueOf(money.minor()), money.currency());
    }

    /// `25.00 USD`.
    static String money(BigInteger minor, Currency currency) {
        var digits = Math.max(currency.getDefaultFractionDigits(), 0);
        return new BigDecimal(minor, digits).toPlainString() + " " + currency.getCurrencyCode();
    }

    static String time(Instant at) {
        return SECONDS.format(at);
    }

    static String exactTime(Instant at) {
        return MILLIS.format(at);
    }

    /// In the two largest units that say something: `3 d 4 h`, `12.4 ms`.
    static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        double millis = duration.toNanos() / 1e6;
        return millis >= 1000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000)
                : String.format(Locale.ROOT, millis >= 100 ? "%.0f ms" : "%.1f ms", millis);
    }

    /// A constant's name as a person would write it.
    static String words(Enum<?> constant) {
        return words(constant.name());
    }

    static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
