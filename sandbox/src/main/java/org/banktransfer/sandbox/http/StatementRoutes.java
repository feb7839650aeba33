package org.banktransfer.sandbox.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.banktransfer.sandbox.books.Reader;
import org.banktransfer.sandbox.faults.Operation;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/// Statements: a day's movements, in UTC, as CSV or as camt.053.
final class StatementRoutes implements HttpService {

    static final String CSV = "text/csv; charset=utf-8; header=present";

    private final Reader reader;
    private final Delivery delivery;
    private final InstantSource clock;

    StatementRoutes(Reader reader, Delivery delivery, InstantSource clock) {
        this.reader = reader;
        this.delivery = delivery;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/{date}", this::statement);
    }

    private void statement(ServerRequest request, ServerResponse response) {
        delivery.deliver(read(request), response);
    }

    private Call read(ServerRequest request) {
        LocalDate date;
        boolean xml;
        try {
            date = date(request);
            xml = wantsXml(request);
        } catch (Refusal refusal) {
            return new Call(
                    Operation.STATEMENT,
                    "?",
                    null,
                    _ -> {
                        throw refusal;
                    });
        }
        return new Call(
                Operation.STATEMENT, date.toString(), null, _ -> xml ? camt(date) : csv(date));
    }

    private Answer csv(LocalDate date) {
        return new Answer(200, CSV, out -> new CsvStatement(reader).write(date, out), "statement");
    }

    private Answer camt(LocalDate date) {
        return new Answer(
                200,
                "application/xml",
                out -> new CamtStatement(reader, clock).write(date, out),
                "statement");
    }

    private static LocalDate date(ServerRequest request) {
        try {
            return LocalDate.parse(request.path().pathParameters().get("date"));
        } catch (DateTimeParseException e) {
            throw Refusal.invalid("date: a day such as 2026-01-31");
        }
    }

    /// CSV unless XML is named and CSV is not: a caller that takes anything gets the plainer one.
    private static boolean wantsXml(ServerRequest request) {
        var accepted = request.headers().acceptedTypes();
        if (accepted.isEmpty() || accepts(accepted, "text/csv")) {
            return false;
        }
        if (accepts(accepted, "application/xml")) {
            return true;
        }
        throw new Refusal(406, "not_acceptable", "text/csv or application/xml");
    }

    private static boolean accepts(Iterable<HttpMediaType> accepted, String type) {
        for (var each : accepted) {
            if (each.test(MediaTypes.create(type))) {
                return true;
            }
        }
        return false;
    }
}
