package org.banktransfer.service.console;

import org.banktransfer.service.http.Call;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a form sent. What is named twice is named by its first.
final class Fields {

    private final Map<String, String> values = new HashMap<>();

    private Fields(String encoded) {
        for (var pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(
                        decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    static Fields of(Call call) {
        return new Fields(new String(call.entity(), StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// As `plain` has it; empty if it was left empty.
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .map(Fields::plain)
                .filter(text -> !text.isEmpty());
    }

    /// Without space around it, and without control characters: no keyboard sends them, and no
    /// database takes all of them.
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "").strip();
    }
}
