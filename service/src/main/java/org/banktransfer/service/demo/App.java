package org.banktransfer.service.demo;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A customer's app, or an operator's, as it speaks to the service.
public final class App {

    private final Json json;
    private final URI base;
    private final String token;
    private final Duration answerWithin;

    /// What the app was answered.
    public record Seen(int status, JsonNode body, Map<String, String> headers, Duration took) {

        /// The transfer's status, or the problem's code.
        public String word() {
            var word = body.hasNonNull("code") ? body.get("code") : body.path("status");
            return word.asString("");
        }

        public String id() {
            return body.path("id").asString("");
        }

        /// The code of the transfer's reason; empty if it has none.
        public String reason() {
            return body.path("reason").path("code").asString("");
        }

        public boolean isFinal() {
            return switch (word()) {
                case "completed", "declined", "reversed" -> true;
                default -> false;
            };
        }
    }

    /// An app that reaches a service there, with somebody's token.
    public static App at(URI base, String token) {
        return new App(new Json(), base, token);
    }

    App(Json json, URI base, String token) {
        this(json, base, token, Json.ANSWER_WITHIN);
    }

    private App(Json json, URI base, String token, Duration answerWithin) {
        this.json = json;
        this.base = base;
        this.token = token;
        this.answerWithin = answerWithin;
    }

    /// The same app with less patience: it hangs up when no answer has come by then.
    public App waiting(Duration answerWithin) {
        return new App(json, base, token, answerWithin);
    }

    /// Presses the button.
    ///
    /// @param amountMinor empty for the card's whole balance
    /// @param wait seconds of `Prefer: wait`; empty to leave the header out
    /// @throws IOException if no answer came
    public Seen redeem(
            String key,
            String account,
            String number,
            String pin,
            Optional<Long> amountMinor,
            Optional<Integer> wait)
            throws IOException {
        var body = new LinkedHashMap<String, Object>();
        body.put("account", account);
        body.put("institution", "sandbox");
        body.put("card", Map.of("number", number, "pin", pin));
        amountMinor.ifPresent(amount -> body.put("amount", amount));
        body.put("currency", "USD");
        var headers = new ArrayList<String>();
        headers.add("Idempotency-Key");
        headers.add(key);
        wait.ifPresent(seconds -> {
            headers.add("Prefer");
            headers.add("wait=" + seconds);
        });
        return call("POST", "/v1/transfers", body, headers.toArray(String[]::new));
    }

    /// Asks for the transfer, waiting until it is final or the time is up.
    public Seen transfer(String id, int waitSeconds) throws IOException {
        return call("GET", "/v1/transfers/" + id + "?wait=" + waitSeconds, null);
    }

    public JsonNode history(String id) {
        return ok("GET", "/v1/transfers/" + id + "/history", null);
    }

    /// The account's balance in minor units.
    public long balance(String account) {
        return ok("GET", "/v1/accounts/" + account, null).get("balance").asLong();
    }

    /// Opens an account or changes it; for operators.
    public void putAccount(String account, String owner, String status) {
        putAccount(account, owner, "USD", status);
    }

    /// The same, in any currency.
    public void putAccount(String account, String owner, String currency, String status) {
        ok(
                "PUT",
                "/v1/accounts/" + account,
                Map.of("owner", owner, "currency", currency, "status", status));
    }

    /// Any call.
    ///
    /// @throws IOException if no answer came
    public Seen call(String method, String path, @Nullable Object body, String... headers)
            throws IOException {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        var answer = json.send(answerWithin, method, base.resolve(path), body, all);
        return new Seen(answer.status(), answer.body(), answer.headers(), answer.took());
    }

    private JsonNode ok(String method, String path, @Nullable Object body) {
        try {
            var seen = call(method, path, body);
            if (seen.status() / 100 != 2) {
                throw new IllegalStateException(
                        method + " " + path + ": " + seen.status() + " " + seen.word());
            }
            return seen.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
