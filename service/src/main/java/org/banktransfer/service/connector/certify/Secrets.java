package org.banktransfer.service.connector.certify;

import org.banktransfer.institution.Card;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/// Looks for the test card in what an institution says, and blots it out of what people are shown.
final class Secrets {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /// Whose values may hold any digits by chance.
    private static final Set<String> ANY_DIGITS = Set.of("id", "at", "amount", "reference");

    private final Card card;
    private final String number;
    private final String pin;

    Secrets(Card card) {
        this.card = card;
        number = new String(card.number().reveal(), StandardCharsets.US_ASCII);
        pin = new String(card.pin().reveal(), StandardCharsets.US_ASCII);
    }

    /// Whether an answer tells the card's number, however it is written, or its PIN.
    boolean areIn(Answer answer) {
        return card.number().isIn(answer.text()) || tellsPin(answer);
    }

    /// The PIN is short, so it counts only where it stands alone and digits have no other meaning.
    private boolean tellsPin(Answer answer) {
        var body = answer.body();
        if (!body.isObject()) {
            return answer.status() != 200 && standsAlone(answer.text());
        }
        return body.propertyStream()
                .filter(field -> !ANY_DIGITS.contains(field.getKey()))
                .map(field -> text(field.getValue()))
                .anyMatch(this::standsAlone);
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private boolean standsAlone(String text) {
        return DIGITS.matcher(text).results().anyMatch(run -> run.group().equals(pin));
    }

    /// The text without them.
    String blotted(String text) {
        return DIGITS.matcher(text)
                .replaceAll(run ->
                        run.group().equals(pin)
                                ? "[PIN]"
                                : run.group().replace(number, "[card number]"));
    }
}
