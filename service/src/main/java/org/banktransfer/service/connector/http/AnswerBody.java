package org.banktransfer.service.connector.http;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.util.Optional;

/// What an answer's JSON says, in the contract's words. A property that is missing or null is null
/// here; one that the contract does not have was ignored.
record AnswerBody(
        @Nullable String id,
        @Nullable String status,
        @Nullable String code,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable String reference) {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    // Two amounts in one answer: which one was paid?
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build();

    /// Reads exactly one JSON object.
    ///
    /// @return nothing if it is anything else, names a property twice, says more after its end, or
    ///   gives one of the contract's properties another type: an amount is a whole number written
    ///   as one, and fits a `long`
    static Optional<AnswerBody> read(String json) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            var body = properties(parser);
            return parser.nextToken() == null ? Optional.of(body) : Optional.empty();
        } catch (JacksonException | WrongType e) {
            return Optional.empty();
        }
    }

    private static AnswerBody properties(JsonParser parser) throws WrongType {
        String id = null;
        String status = null;
        String code = null;
        Long amount = null;
        String currency = null;
        String reference = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "id" -> id = string(parser);
                case "status" -> status = string(parser);
                case "code" -> code = string(parser);
                case "amount" -> amount = wholeNumber(parser);
                case "currency" -> currency = string(parser);
                case "reference" -> reference = string(parser);
                default -> parser.skipChildren();
            }
        }
        return new AnswerBody(id, status, code, amount, currency, reference);
    }

    private static @Nullable String string(JsonParser parser) throws WrongType {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NULL -> null;
            default -> throw new WrongType();
        };
    }

    private static @Nullable Long wholeNumber(JsonParser parser) throws WrongType {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NULL -> null;
            default -> throw new WrongType();
        };
    }

    private static final class WrongType extends Exception {}
}
