package org.banktransfer.simulation;

import java.util.List;
import java.util.stream.Collectors;

/// Strings as JSON writes them; all the JSON this module needs.
final class Json {

    private Json() {}

    static String list(List<String> texts) {
        return texts.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
    }

    static String text(String value) {
        var written = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                written.append("\\u%04x".formatted((int) c));
            } else {
                written.append(c);
            }
        }
        return written.append('"').toString();
    }
}
