package org.banktransfer.sandbox.http;

import static org.banktransfer.sandbox.http.Bodies.CURRENCY;
import static org.banktransfer.sandbox.http.Bodies.CURRENCY_WORDS;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.banktransfer.sandbox.books.Books;
import org.banktransfer.sandbox.books.Books.ReversalOutcome.Promised;
import org.banktransfer.sandbox.books.Books.ReversalOutcome.Refused;
import org.banktransfer.sandbox.books.Books.ReversalOutcome.Standing;
import org.banktransfer.sandbox.faults.Later;
import org.banktransfer.sandbox.faults.Operation;
import org.banktransfer.sandbox.rules.CashOutRequest;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.banktransfer.sandbox.rules.Quirk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// The calls of `docs/api/institution.yaml` about cash-outs. Each is read into a [Call] that can be
/// carried out at any later time, and handed to [Delivery].
final class ContractRoutes implements HttpService {

    private static final Pattern ANY_TIME = Pattern.compile("[0-9TtZz:.+-]{10,40}");
    private static final Pattern ANY_WORDS = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    private final Books books;
    private final Delivery delivery;
    private final Later later;
    private final CardFields cards;
    private final InstantSource clock;

    ContractRoutes(
            Books books, Delivery delivery, Later later, CardFields cards, InstantSource clock) {
        this.books = books;
        this.cards = cards;
        this.delivery = delivery;
        this.later = later;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.put("/{id}", this::cashOut)
                .get("/{id}", this::lookUp)
                .put("/{id}/reversal", this::reversal);
    }

    private void cashOut(ServerRequest request, ServerResponse response) {
        delivery.deliver(
                Reading.call(
                        Operation.CASH_OUT,
                        request,
                        id -> {
                            var cashOut = readCashOut(id, request);
                            return new Call(
                                    Operation.CASH_OUT,
                                    id,
                                    cashOut.cardNumber(),
                                    quirk ->
                                            books.cashOut(cashOut, quirk)
                                                    .map(ContractAnswers::toCashOut)
                                                    .orElseGet(ContractRoutes::otherContent));
                        }),
                response);
    }

    private static Answer otherContent() {
        return Answer.error(422, "id_reused", "this id is known for a cash-out of other content");
    }

    private void lookUp(ServerRequest request, ServerResponse response) {
        delivery.deliver(
                Reading.call(
                        Operation.LOOK_UP,
                        request,
                        id ->
                                new Call(
                                        Operation.LOOK_UP,
                                        id,
                                        null,
                                        quirk ->
                                                books.lookUp(id, quirk)
                                                        .map(ContractAnswers::toLookUp)
                                                        .orElseGet(() ->
                                                                ContractAnswers.neverSeen(id)))),
                response);
    }

    private void reversal(ServerRequest request, ServerResponse response) {
        delivery.deliver(
                Reading.call(
                        Operation.REVERSAL,
                        request,
                        id -> {
                            var fields = Bodies.json(request, Bodies.CONTRACT_MAX);
                            fields.text("reason", ANY_WORDS, "1 to 200 characters");
                            fields.noOthers();
                            return new Call(
                                    Operation.REVERSAL, id, null, quirk -> reverse(id, quirk));
                        }),
                response);
    }

    private Answer reverse(String id, Quirk quirk) {
        return switch (books.reverse(id, quirk)) {
            case Refused(var code) -> ContractAnswers.refused(id, code);
            case Standing(var entry) -> ContractAnswers.toReversal(entry);
            case Promised(var reversing) -> {
                finishLater(reversing);
                yield ContractAnswers.toReversal(reversing);
            }
        };
    }

    /// Has a reversal done that was accepted and put off; after a restart, too.
    void finishLater(Reversing reversing) {
        var due = reversing.due();
        later.put(
                reversing.id(),
                due == null ? null : Duration.between(clock.instant(), due),
                () -> books.finishReversal(reversing.id()));
    }

    private CashOutRequest readCashOut(String id, ServerRequest request) {
        var fields = Bodies.json(request, Bodies.CONTRACT_MAX);
        var card = cards.read(fields);
        var amount = fields.optionalNumber("amount", 1, Long.MAX_VALUE);
        var currency = fields.text("currency", CURRENCY, CURRENCY_WORDS);
        var validUntil = time(fields, "valid_until");
        fields.noOthers();
        var seal = books.seal();
        return new CashOutRequest(
                id,
                card.number(),
                seal.over("pin", card.number(), card.pin()),
                amount,
                currency,
                validUntil,
                seal.over(
                        "cash-out",
                        card.number(),
                        card.pin(),
                        amount == null ? "" : amount.toString(),
                        currency));
    }

    private static Instant time(Fields fields, String name) {
        var words = "a time in UTC as RFC 3339 writes it, such as 2026-01-31T12:00:00Z";
        var text = fields.text(name, ANY_TIME, words);
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException e) {
            // Said below, without the parser's words: they quote the input.
        }
        throw fields.refusal(name, words);
    }
}
