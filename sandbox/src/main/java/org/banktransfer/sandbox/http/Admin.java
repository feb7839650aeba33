package org.banktransfer.sandbox.http;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;

import java.util.function.Function;

/// What the calls of the admin API have in common. None of them passes the dial.
final class Admin {

    private static final int LIMIT = 1_000;
    private static final int LIMIT_MAX = 100_000;

    private Admin() {}

    /// A handler that sends what this answers, and a refusal as its answer.
    static Handler answering(Function<ServerRequest, Answer> call) {
        return (request, response) -> {
            Answer answer;
            try {
                answer = call.apply(request);
            } catch (Refusal refusal) {
                answer = refusal.answer();
            }
            Sending.send(answer, response);
        };
    }

    /// The page size the caller asks for.
    static int limit(ServerRequest request) {
        return (int) number(request, "limit", LIMIT, LIMIT_MAX);
    }

    /// A whole number in the query.
    ///
    /// @throws Refusal 400
    static long number(ServerRequest request, String name, long otherwise, long max) {
        var text = request.query().first(name).orElse(Long.toString(otherwise));
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, without what was sent.
        }
        throw Refusal.invalid(name + ": a whole number from 0 to " + max);
    }
}
