package org.banktransfer.sandbox.http;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/// Reads request bodies, and the forms that fields of more than one request have.
final class Bodies {

    static final int CONTRACT_MAX = 16 * 1024;
    static final int ADMIN_MAX = 4 * 1024 * 1024;

    static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{8,19}");
    static final String CARD_NUMBER_WORDS = "8 to 19 digits";
    static final Pattern PIN = Pattern.compile("[0-9]{4,12}");
    static final String PIN_WORDS = "4 to 12 digits";
    static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    static final String CURRENCY_WORDS = "an ISO 4217 code of three capital letters";
    static final Pattern CODE = Pattern.compile("[a-z_]{1,64}");
    static final String CODE_WORDS = "1 to 64 small letters and underscores";

    private Bodies() {}

    /// The fields of a JSON body of at most this many bytes.
    ///
    /// @throws Refusal 415, 413 or 400
    static Fields json(ServerRequest request, int max) {
        if (!isJson(request)) {
            throw new Refusal(415, "unsupported_media_type", "the body is to be application/json");
        }
        byte[] bytes;
        try {
            bytes = request.content().inputStream().readNBytes(max + 1);
        } catch (InsufficientDataAvailableException
                | NumberFormatException
                | IOException
                | UncheckedIOException e) {
            // It never came whole: the caller went away, or its chunks have no sizes. It is not a
            // request received, and there is nobody to tell.
            throw Wire.close();
        }
        if (bytes.length > max) {
            throw new Refusal(413, "payload_too_large", "the body is over " + max + " bytes");
        }
        return Fields.of(bytes);
    }

    private static boolean isJson(ServerRequest request) {
        var type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        int parameters = type.indexOf(';');
        return Answer.JSON.equalsIgnoreCase(
                (parameters < 0 ? type : type.substring(0, parameters)).strip());
    }

    /// A path parameter of this form.
    ///
    /// @throws Refusal 400
    static String path(ServerRequest request, String name, Pattern form, String words) {
        var value = request.path().pathParameters().get(name);
        if (form.matcher(value).matches()) {
            return value;
        }
        throw Refusal.invalid(name + ": " + words);
    }
}
