package org.banktransfer.sandbox.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

import org.banktransfer.sandbox.books.Books;
import org.banktransfer.sandbox.faults.Later;
import org.banktransfer.sandbox.faults.Operation;
import org.banktransfer.sandbox.rules.Entry;
import org.banktransfer.sandbox.rules.Entry.Approved;
import org.banktransfer.sandbox.rules.Entry.Blocked;
import org.banktransfer.sandbox.rules.Entry.Declined;
import org.banktransfer.sandbox.rules.Entry.Reversed;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.banktransfer.sandbox.rules.Quirk;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;

/// What the institution has on record and what it was asked: `/admin/cash-outs`, `/admin/totals`,
/// `/admin/requests`.
final class BooksAdmin implements HttpService {

    private final Books books;
    private final RequestLog log;
    private final Later later;

    BooksAdmin(Books books, RequestLog log, Later later) {
        this.books = books;
        this.log = log;
        this.later = later;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/cash-outs/{id}", Admin.answering(this::cashOut))
                .get("/cash-outs", Admin.answering(this::cashOuts))
                .get("/totals", Admin.answering(this::totals))
                .get("/requests", Admin.answering(this::requests));
    }

    /// An id that was asked about and is not on record is here, too: what was dropped was received.
    private Answer cashOut(ServerRequest request) {
        var id = Bodies.path(request, "id", Bodies.ID, "1 to 64 letters, digits, `_` and `-`");
        var entry = books.lookUp(id, Quirk.NONE);
        var received = log.received(id);
        if (entry.isEmpty() && received.isEmpty()) {
            return Answer.error(404, "not_found", "never asked about");
        }
        var json =
                entry.map(BooksAdmin::json)
                        .orElseGet(() -> Json.object().put("id", id).put("status", "never_seen"));
        json.set("received", counts(received));
        return Answer.json(200, json, "cash_out");
    }

    private Answer cashOuts(ServerRequest request) {
        var query = request.query();
        var list = Json.array();
        var entries =
                books.reader()
                        .cashOuts(
                                query.first("status").orElse(null),
                                query.first("after").orElse(""),
                                Admin.limit(request));
        for (var entry : entries) {
            list.add(json(entry));
        }
        var page = Json.object();
        page.set("cash_outs", list);
        return Answer.json(200, page, "cash_outs");
    }

    private Answer totals(ServerRequest request) {
        var reader = books.reader();
        var paidOut = reader.paidOutBefore(Instant.ofEpochMilli(Long.MAX_VALUE));
        var onCards = reader.cardBalances();
        var currencies = Json.object();
        var codes = new TreeSet<>(paidOut.keySet());
        codes.addAll(onCards.keySet());
        for (var code : codes) {
            currencies.set(
                    code,
                    Json.object()
                            .put("paid_out", paidOut.getOrDefault(code, 0L))
                            .put("card_balances", onCards.getOrDefault(code, 0L)));
        }
        var byState = Json.object();
        reader.cashOutCounts().forEach(byState::put);
        var json = Json.object();
        json.set("currencies", currencies);
        json.set("cash_outs", byState);
        json.set("received", counts(log.received()));
        json.put("held", later.waiting());
        return Answer.json(200, json, "totals");
    }

    private Answer requests(ServerRequest request) {
        var since = Admin.number(request, "since", 0, Long.MAX_VALUE);
        var id = request.query().first("id").orElse(null);
        var list = Json.array();
        for (var line : log.since(since, id, Admin.limit(request))) {
            list.add(json(line));
        }
        var page = Json.object();
        page.set("requests", list);
        return Answer.json(200, page, "requests");
    }

    private static ObjectNode json(RequestLog.Line line) {
        var fault = line.fault();
        var json =
                Json.object()
                        .put("seq", line.seq)
                        .put("at", line.at.toString())
                        .put("operation", line.operation.wire())
                        .put("id", line.id)
                        .put("delivery", line.delivery.wire())
                        .put("fault", fault == null ? null : fault.wire())
                        .put("outcome", line.outcome());
        return line.answered() == 0
                ? json.putNull("answered")
                : json.put("answered", line.answered());
    }

    private static ObjectNode json(Entry entry) {
        var json = Json.object().put("id", entry.id());
        return switch (entry) {
            case Approved approved -> paid(json.put("status", "approved"), approved);
            case Reversing reversing ->
                    paid(json.put("status", "reversing"), reversing.cashOut())
                            .put("reversing_at", reversing.at().toString());
            case Reversed reversed ->
                    paid(json.put("status", "reversed"), reversed.cashOut())
                            .put("reversed_at", reversed.at().toString());
            case Declined declined ->
                    json.put("status", "declined")
                            .put("code", declined.code())
                            .put("at", declined.at().toString());
            case Blocked blocked ->
                    json.put("status", "blocked").put("at", blocked.at().toString());
        };
    }

    private static ObjectNode paid(ObjectNode json, Approved approved) {
        var number = approved.cardNumber();
        json.set("card", Json.object().put("last4", number.substring(number.length() - 4)));
        return json.put("amount", approved.amountMinor())
                .put("currency", approved.currency())
                .put("reference", approved.reference())
                .put("at", approved.at().toString());
    }

    private static ObjectNode counts(Map<Operation, Long> counts) {
        var json = Json.object();
        for (var operation : Operation.values()) {
            json.put(operation.wire(), counts.getOrDefault(operation, 0L));
        }
        return json;
    }
}
