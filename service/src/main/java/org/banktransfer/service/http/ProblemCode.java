package org.banktransfer.service.http;

import java.util.Locale;

/// Every problem this API answers with, down to [#TRANSFER_IN_PROGRESS] in the order in which they
/// are checked: when several apply, the first is answered. Callers rely on the codes and the order.
public enum ProblemCode {
    /// Something we need is out of reach, or this process is stopping or full. Nothing was sent to
    /// any institution.
    UNAVAILABLE(503, "The service cannot take this now"),
    /// No token, or one that we do not accept.
    UNAUTHENTICATED(401, "A valid token is needed"),
    /// The token is accepted, but not for this.
    FORBIDDEN(403, "Not with this token"),
    /// The customer has too much in flight. Nothing was sent to any institution.
    TOO_MANY_REQUESTS(429, "Too many requests at once"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not application/json"),
    /// The request is not as the contract words it; `errors` names every place that was found.
    INVALID_REQUEST(400, "The request is not valid"),
    IDEMPOTENCY_KEY_REQUIRED(400, "An Idempotency-Key is needed"),
    /// The key was used before for another account, card, amount, currency or institution.
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for something else"),
    /// There is no such account, it is not the caller's, or it is not open.
    ACCOUNT_UNUSABLE(422, "The account cannot be used"),
    /// The account holds another currency.
    CURRENCY_MISMATCH(422, "The account holds another currency"),
    INSTITUTION_UNKNOWN(422, "There is no such institution"),
    /// Too many wrong PINs. The institution was not asked.
    CARD_LOCKED(429, "The card is locked for now"),
    /// The card has an unsettled transfer under another key.
    TRANSFER_IN_PROGRESS(409, "This card has an unsettled transfer"),

    /// There is nothing here, or it is another customer's.
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Not with this method"),
    /// The body did not arrive in time.
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    /// Our fault. What became of the request can be asked for with its key.
    INTERNAL(500, "Something went wrong here");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /// The same for every occurrence, for people.
    public String title() {
        return title;
    }

    /// The `code` that callers see.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
