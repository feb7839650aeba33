package org.banktransfer.sandbox.http;

import static org.banktransfer.sandbox.http.Bodies.CARD_NUMBER;
import static org.banktransfer.sandbox.http.Bodies.CARD_NUMBER_WORDS;
import static org.banktransfer.sandbox.http.Bodies.CURRENCY;
import static org.banktransfer.sandbox.http.Bodies.CURRENCY_WORDS;
import static org.banktransfer.sandbox.http.Bodies.PIN;
import static org.banktransfer.sandbox.http.Bodies.PIN_WORDS;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

import org.banktransfer.sandbox.books.Books;
import org.banktransfer.sandbox.rules.Card;

import tools.jackson.databind.node.ObjectNode;

import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// Cards, made and looked at: `/admin/cards`.
final class CardAdmin implements HttpService {

    /// A balance beyond this could overflow the sum over all cards.
    private static final long BALANCE_MAX = 1_000_000_000_000L;

    private static final int CARDS_AT_ONCE = 20_000;
    private static final Pattern STATE = Pattern.compile("active|blocked|expired");

    private final Books books;

    CardAdmin(Books books) {
        this.books = books;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.put("/{number}", Admin.answering(this::put))
                .get("/{number}", Admin.answering(this::get))
                .post("/", Admin.answering(this::putMany))
                .get("/", Admin.answering(this::list));
    }

    private Answer put(ServerRequest request) {
        var number = number(request);
        var fields = Bodies.json(request, Bodies.CONTRACT_MAX);
        store(List.of(card(number, fields)));
        return books.card(number)
                .map(card -> Answer.json(200, json(card), "card"))
                .orElseThrow(() -> new IllegalStateException("a card just stored is not there"));
    }

    private Answer putMany(ServerRequest request) {
        var fields = Bodies.json(request, Bodies.ADMIN_MAX);
        var cards =
                fields.objects("cards", CARDS_AT_ONCE).stream()
                        .map(each ->
                                card(each.text("number", CARD_NUMBER, CARD_NUMBER_WORDS), each))
                        .toList();
        fields.noOthers();
        store(cards);
        return Answer.json(200, Json.object().put("cards", cards.size()), "cards");
    }

    private void store(List<Card> cards) {
        if (!books.putCards(cards)) {
            throw new Refusal(
                    409,
                    "currency_fixed",
                    "an issued card keeps its currency; nothing was changed");
        }
    }

    private Answer get(ServerRequest request) {
        return books.card(number(request))
                .map(card -> Answer.json(200, json(card), "card"))
                .orElseGet(() -> Answer.error(404, "not_found", "no such card was issued"));
    }

    private Answer list(ServerRequest request) {
        var after = request.query().first("after").orElse("");
        var cards = Json.array();
        books.reader().cards(after, Admin.limit(request)).forEach(card -> cards.add(json(card)));
        var page = Json.object();
        page.set("cards", cards);
        return Answer.json(200, page, "cards");
    }

    private static String number(ServerRequest request) {
        return Bodies.path(request, "number", CARD_NUMBER, CARD_NUMBER_WORDS);
    }

    private Card card(String number, Fields fields) {
        var pin = fields.text("pin", PIN, PIN_WORDS);
        long balance = fields.number("balance", 0, BALANCE_MAX);
        var currency = fields.text("currency", CURRENCY, CURRENCY_WORDS);
        if (!isKnown(currency)) {
            throw fields.refusal("currency", CURRENCY_WORDS);
        }
        var state =
                Objects.requireNonNullElse(
                        fields.optionalText("state", STATE, "active, blocked or expired"),
                        "active");
        fields.noOthers();
        return new Card(
                number,
                books.seal().over("pin", number, pin),
                balance,
                currency,
                Card.State.valueOf(state.toUpperCase(Locale.ROOT)),
                0);
    }

    private static boolean isKnown(String currency) {
        try {
            Currency.getInstance(currency);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ObjectNode json(Card card) {
        return Json.object()
                .put("number", card.number())
                .put("balance", card.balanceMinor())
                .put("currency", card.currency())
                .put("state", card.state().wire())
                .put("wrong_pins", card.wrongPins());
    }
}
