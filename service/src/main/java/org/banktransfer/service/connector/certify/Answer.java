package org.banktransfer.service.connector.certify;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import java.util.regex.Pattern;

/// What came back for one request, as it came.
///
/// @param status of the status line; zero if there was no whole answer in time
/// @param type the content type; empty if none was named
/// @param saysLength whether the end of its body could be told from a broken connection
/// @param connection names the connection that it came over; empty if that is not known
/// @param text the body; where there was no answer, why, in our words
record Answer(int status, String type, boolean saysLength, String connection, String text) {

    private static final Pattern JSON_TYPE =
            Pattern.compile(
                    "application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*",
                    Pattern.CASE_INSENSITIVE);

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    static Answer none(String why) {
        return new Answer(0, "", true, "", why);
    }

    boolean came() {
        return status != 0;
    }

    /// Refused as not being a request of the contract.
    boolean isRefusal() {
        return status >= 400 && status < 500 && status != 404 && status != 409;
    }

    boolean isJson() {
        return JSON_TYPE.matcher(type).matches();
    }

    /// The body's fields; none if it is not exactly one JSON object in its content type.
    JsonNode body() {
        if (came() && isJson()) {
            try {
                var node = JSON.readTree(text);
                return node.isObject() ? node : MissingNode.getInstance();
            } catch (JacksonException e) {
                return MissingNode.getInstance();
            }
        }
        return MissingNode.getInstance();
    }

    /// Status line and status, such as "200 approved".
    String word() {
        return came() ? (status + " " + field("status")).strip() : "no answer";
    }

    /// A field's text; empty if it is missing or no text.
    String field(String name) {
        @Nullable String text = body().path(name).asStringOpt().orElse(null);
        return text == null ? "" : text;
    }

    /// The amount; zero if it is missing or not a whole number that fits.
    long amountMinor() {
        var amount = body().path("amount");
        return amount.isIntegralNumber() && amount.canConvertToLong() ? amount.longValue() : 0;
    }
}
