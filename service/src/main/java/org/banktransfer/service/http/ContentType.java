package org.banktransfer.service.http;

import java.util.regex.Pattern;

/// What a body says it is.
final class ContentType {

    /// JSON is UTF-8 (RFC 8259, section 8.1); to say so as well does no harm. Two runs of blanks
    /// side by side would be tried in every division between them, so none gives back what it has.
    private static final Pattern JSON =
            Pattern.compile(
                    "application/json(\\s*+;\\s*+charset\\s*+=\\s*+\"?utf-8\"?)?\\s*+;?\\s*+",
                    Pattern.CASE_INSENSITIVE);

    private ContentType() {}

    /// @throws Problem `UNSUPPORTED_MEDIA_TYPE` unless it is JSON
    static void requireJson(Call call) {
        var lines = call.headers("Content-Type");
        if (lines.size() != 1 || !isJson(lines.getFirst())) {
            throw Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as Content-Type: application/json.");
        }
    }

    static boolean isJson(CharSequence written) {
        return JSON.matcher(written).matches();
    }
}
