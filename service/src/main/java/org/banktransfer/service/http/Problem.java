package org.banktransfer.service.http;

import org.banktransfer.identity.TransferId;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The caller asked for something we will not do, or not now. Ends the request; the edge turns it
/// into an RFC 9457 answer. Its text is shown to the caller and repeats nothing secret.
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final String detail;
    private final transient List<FieldError> errors;
    private final transient Optional<TransferId> transfer;
    private final transient Map<String, String> headers;
    private final transient Optional<Limit> exceeded;

    private Problem(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            Optional<TransferId> transfer,
            Map<String, String> headers,
            Optional<Limit> exceeded) {
        // An expected answer: nobody needs to know from which line it came.
        super(code.word() + ": " + detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = errors;
        this.transfer = transfer;
        this.headers = headers;
        this.exceeded = exceeded;
    }

    private static Problem of(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            Optional<TransferId> transfer,
            Map<String, String> headers) {
        return new Problem(code, detail, errors, transfer, headers, Optional.empty());
    }

    public static Problem of(ProblemCode code, String detail) {
        return of(code, detail, List.of(), Optional.empty(), Map.of());
    }

    /// @param after rounded up to whole seconds, and to one at least
    static Problem retryLater(ProblemCode code, String detail, Duration after) {
        return of(
                code,
                detail,
                List.of(),
                Optional.empty(),
                Map.of("Retry-After", Long.toString(wholeSeconds(after))));
    }

    static Problem unavailable(String detail) {
        return retryLater(ProblemCode.UNAVAILABLE, detail, Duration.ofSeconds(1));
    }

    /// @param error as RFC 6750 names it; empty if no token was sent at all
    static Problem unauthenticated(String detail, Optional<String> error) {
        var challenge =
                "Bearer realm=\"banktransfer\""
                        + error.map(word -> ", error=\"" + word + "\"").orElse("");
        return of(
                ProblemCode.UNAUTHENTICATED,
                detail,
                List.of(),
                Optional.empty(),
                Map.of("WWW-Authenticate", challenge));
    }

    public static Problem forbidden(String detail) {
        return of(
                ProblemCode.FORBIDDEN,
                detail,
                List.of(),
                Optional.empty(),
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"banktransfer\", error=\"insufficient_scope\""));
    }

    /// @param errors everything that is wrong, as far as it could be found; at least one
    static Problem invalid(List<FieldError> errors) {
        return of(
                ProblemCode.INVALID_REQUEST,
                errors.getFirst().detail(),
                List.copyOf(errors),
                Optional.empty(),
                Map.of());
    }

    static Problem invalid(String pointer, String detail) {
        return invalid(List.of(new FieldError(pointer, detail)));
    }

    public static Problem notFound() {
        return of(ProblemCode.NOT_FOUND, "There is nothing here that this token may see.");
    }

    static Problem methodNotAllowed(String allowed) {
        return of(
                ProblemCode.METHOD_NOT_ALLOWED,
                "Allowed here: " + allowed,
                List.of(),
                Optional.empty(),
                Map.of("Allow", allowed));
    }

    /// @param transfer the one that is in the way, if the caller may know it
    static Problem inProgress(Optional<TransferId> transfer) {
        return of(
                ProblemCode.TRANSFER_IN_PROGRESS,
                "Wait until it is settled, then press again.",
                List.of(),
                transfer,
                transfer.map(id -> Map.of("Link", "</v1/transfers/" + id + ">; rel=\"related\""))
                        .orElse(Map.of()));
    }

    public ProblemCode code() {
        return code;
    }

    /// The same, for somebody who has exceeded this.
    Problem by(Limit limit) {
        return new Problem(code, detail, errors, transfer, headers, Optional.of(limit));
    }

    Optional<Limit> exceeded() {
        return exceeded;
    }

    /// For whoever asked.
    public String detail() {
        return detail;
    }

    Answer answer() {
        var body =
                new ProblemJson(
                        "urn:banktransfer:problem:" + code.word(),
                        code.title(),
                        code.status(),
                        detail,
                        code.word(),
                        errors.isEmpty() ? null : errors,
                        transfer.map(TransferId::toString).orElse(null));
        return Answer.problem(code.status(), body).with(headers);
    }

    private static long wholeSeconds(Duration after) {
        return Math.max(1, after.plusNanos(999_999_999).toSeconds());
    }
}
