package org.banktransfer.sandbox.http;

/// The request is not one this institution takes. Carries the answer to give; never anything the
/// caller sent, for that may be a card number or a PIN.
final class Refusal extends RuntimeException {

    private final int status;
    private final String code;
    private final String detail;

    Refusal(int status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    static Refusal invalid(String detail) {
        return new Refusal(400, "invalid_request", detail);
    }

    Answer answer() {
        return Answer.error(status, code, detail);
    }
}
