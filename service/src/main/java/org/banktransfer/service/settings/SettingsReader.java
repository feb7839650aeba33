package org.banktransfer.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads settings as what they mean. Every error names the setting.
final class SettingsReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final SettingsSource source;

    SettingsReader(SettingsSource source) {
        this.source = source;
    }

    Optional<String> text(String name) {
        return source.text(name);
    }

    String required(String name) {
        return source.text(name).orElseThrow(() -> source.invalid(name, "is required"));
    }

    Optional<Path> path(String name) {
        return source.text(name).map(_ -> parsed(name, Path::of, "must be a path"));
    }

    int whole(String name, int min, int max) {
        return parsed(
                name,
                text -> {
                    int value = Integer.parseInt(text);
                    if (value < min || value > max) {
                        throw new NumberFormatException();
                    }
                    return value;
                },
                "must be a whole number from " + min + " to " + max);
    }

    boolean flag(String name) {
        return parsed(
                name,
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException();
                        },
                "must be true or false");
    }

    /// Empty if it is not said.
    Optional<Boolean> optionalFlag(String name) {
        return source.text(name).map(_ -> flag(name));
    }

    /// More than zero.
    Duration duration(String name) {
        return parsed(
                name,
                SettingsReader::parseDuration,
                "must be a duration such as 200ms, 3s, 15m, 24h");
    }

    /// Not negative.
    Duration durationOrZero(String name) {
        return parsed(
                name,
                SettingsReader::parseDurationOrZero,
                "must be a duration such as 0s, 200ms, 3s, 15m, 24h");
    }

    private static Duration parseDuration(String text) {
        var duration = parseDurationOrZero(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException();
        }
        return duration;
    }

    private static Duration parseDurationOrZero(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /// Amounts in minor units by currency, written `USD=100000,EUR=90000`; empty for no limit.
    Map<Currency, Long> amounts(String name) {
        return source.text(name).isEmpty()
                ? Map.of()
                : parsed(
                        name,
                        SettingsReader::parseAmounts,
                        "must be amounts in minor units by currency, such as USD=100000,EUR=90000");
    }

    private static Map<Currency, Long> parseAmounts(String text) {
        var amounts = new HashMap<Currency, Long>();
        for (var part : text.split(",", -1)) {
            var pair = part.strip().split("=", 2);
            long amount = Long.parseLong(pair[1].strip());
            if (amount <= 0) {
                throw new IllegalArgumentException();
            }
            amounts.put(Currency.getInstance(pair[0].strip()), amount);
        }
        return amounts;
    }

    /// @throws InvalidSettings naming the setting if it is missing or `parse` throws for it
    <T> T parsed(String name, Function<String, T> parse, String rule) {
        var text = required(name);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw source.invalid(name, rule);
        }
    }

    InvalidSettings invalid(String name, String why) {
        return source.invalid(name, why);
    }
}
