package org.banktransfer.service.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

import java.util.Map;
import java.util.regex.Pattern;

/// Words what the server itself refuses, before any route sees it, as a problem like any other. The
/// server's own message is dropped: it may quote the request.
final class DirectProblems implements DirectHandler {

    /// What names a resource (RFC 9112, section 3.2).
    private static final Pattern TARGET =
            Pattern.compile("(/|https?://).*", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> ofEveryAnswer;

    private DirectProblems(Map<String, String> ofEveryAnswer) {
        this.ofEveryAnswer = ofEveryAnswer;
    }

    /// @param ofEveryAnswer headers: see [EveryAnswer]
    static DirectHandlers handlers(Map<String, String> ofEveryAnswer) {
        var handlers = DirectHandlers.builder();
        for (var event : EventType.values()) {
            handlers.addHandler(event, new DirectProblems(ofEveryAnswer));
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType event,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        var answer = problem(request, status).answer().with(ofEveryAnswer);
        var response =
                TransportResponse.builder()
                        .status(Status.create(answer.status()))
                        .headers(headers)
                        .keepAlive(false)
                        .entity(answer.body());
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        return response.build();
    }

    private static Problem problem(TransportRequest request, Status status) {
        int code = status.code();
        if (code == ProblemCode.PAYLOAD_TOO_LARGE.status()) {
            return Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "No honest request is this large.");
        }
        if (code == ProblemCode.UNAVAILABLE.status()) {
            return Problem.unavailable("Too many requests at once.");
        }
        if (code == ProblemCode.NOT_FOUND.status()) {
            return Problem.notFound();
        }
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "A body is sent without an encoding.");
        }
        // Otherwise no request was read: it broke off, or it is none, as `http:a//b`, in which the
        // server finds no path. That is no fault of ours.
        if (code == Status.INTERNAL_SERVER_ERROR_500.code()
                && TARGET.matcher(request.path()).matches()) {
            return Problem.of(ProblemCode.INTERNAL, "Our log knows more.");
        }
        return Problem.invalid("", "The request is not HTTP/1.1 as we understand it.");
    }
}
