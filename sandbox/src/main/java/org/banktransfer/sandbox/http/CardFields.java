package org.banktransfer.sandbox.http;

import static org.banktransfer.sandbox.http.Bodies.CARD_NUMBER;
import static org.banktransfer.sandbox.http.Bodies.CARD_NUMBER_WORDS;
import static org.banktransfer.sandbox.http.Bodies.PIN;
import static org.banktransfer.sandbox.http.Bodies.PIN_WORDS;

import org.banktransfer.sandbox.keys.CardKeys;
import org.banktransfer.sandbox.keys.CardKeys.Opened;

import java.util.Arrays;
import java.util.regex.Pattern;

/// Reads the card of a cash-out, encrypted or not.
final class CardFields {

    /// Five parts of base64url (RFC 7516, 7.1).
    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]{1,2048}(\\.[A-Za-z0-9_-]{0,2048}){4}");

    private static final String COMPACT_WORDS = "the card in the form of a compact JWE";

    private final CardKeys keys;
    private final boolean mayBePlain;

    /// @param mayBePlain whether `card` is taken beside `card_jwe`
    CardFields(CardKeys keys, boolean mayBePlain) {
        this.keys = keys;
        this.mayBePlain = mayBePlain;
    }

    /// A card as the customer typed it.
    record TypedCard(String number, String pin) {

        /// Says nothing of either.
        @Override
        public String toString() {
            return "TypedCard";
        }
    }

    /// @throws Refusal 400, or 422 if it is right and cannot be taken
    TypedCard read(Fields cashOut) {
        if (!cashOut.has("card_jwe")) {
            var card = cashOut.object("card");
            if (!mayBePlain) {
                throw new Refusal(
                        422, "card_jwe_required", "this institution takes `card_jwe`, not `card`");
            }
            return typed(card);
        }
        if (cashOut.has("card")) {
            throw Refusal.invalid("either `card` or `card_jwe`");
        }
        return switch (keys.open(cashOut.text("card_jwe", COMPACT, COMPACT_WORDS))) {
            case Opened.Plaintext(var json) -> {
                try {
                    yield typed(Fields.sealed(json, "card_jwe"));
                } finally {
                    Arrays.fill(json, (byte) 0);
                }
            }
            case Opened.UnknownKey _ ->
                    throw new Refusal(
                            422,
                            "card_key_unknown",
                            "the key that `card_jwe` names is not one of /v1/keys");
            case Opened.Unreadable _ -> throw cashOut.refusal("card_jwe", COMPACT_WORDS);
        };
    }

    private static TypedCard typed(Fields card) {
        var number = card.text("number", CARD_NUMBER, CARD_NUMBER_WORDS);
        var pin = card.text("pin", PIN, PIN_WORDS);
        card.noOthers();
        return new TypedCard(number, pin);
    }
}
