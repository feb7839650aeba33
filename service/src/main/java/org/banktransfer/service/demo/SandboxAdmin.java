package org.banktransfer.service.demo;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sandbox institution's admin API: its cards, its records, its dial for faults.
public final class SandboxAdmin {

    private final Json json = new Json();
    private final URI base;

    SandboxAdmin(URI base) {
        this.base = base;
    }

    /// Issues a card, or sets an issued one to this.
    public void putCard(String number, String pin, long balanceMinor, String currency) {
        call(
                "PUT",
                "/admin/cards/" + number,
                Map.of("pin", pin, "balance", balanceMinor, "currency", currency));
    }

    /// Issues many cards at once, at most 20,000.
    ///
    /// @param cards each with the fields of the sandbox's README
    public void putCards(List<Map<String, Object>> cards) {
        call("POST", "/admin/cards", Map.of("cards", cards));
    }

    /// A page of the cards, in the order of their numbers.
    public JsonNode cards(String afterNumber, int limit) {
        return call("GET", "/admin/cards?after=" + afterNumber + "&limit=" + limit, null)
                .get("cards");
    }

    /// A page of the cash-outs on record, in the order of their ids.
    public JsonNode cashOuts(String afterId, int limit) {
        return call("GET", "/admin/cash-outs?after=" + afterId + "&limit=" + limit, null)
                .get("cash_outs");
    }

    /// The institution's own list of its movements of a day, in UTC, as CSV with a head line.
    public String statement(LocalDate day) {
        try {
            return json.text(base.resolve("/v1/statements/" + day));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is left on the card, in minor units.
    public long balance(String number) {
        return call("GET", "/admin/cards/" + number, null).get("balance").asLong();
    }

    /// How many cash-outs of the card were declined there for a wrong PIN; a repeat counts once.
    public int wrongPins(String number) {
        return call("GET", "/admin/cards/" + number, null).get("wrong_pins").asInt();
    }

    /// What the institution has on record for a transfer, with how often it was asked what.
    public JsonNode cashOut(String transferId) {
        return call("GET", "/admin/cash-outs/" + transferId, null);
    }

    /// All cash-outs on record, at most 100,000.
    public JsonNode cashOuts() {
        return call("GET", "/admin/cash-outs?limit=100000", null).get("cash_outs");
    }

    /// Every request since the start, in order.
    public JsonNode requests(String transferId) {
        return call("GET", "/admin/requests?limit=100000&id=" + transferId, null).get("requests");
    }

    public JsonNode totals() {
        return call("GET", "/admin/totals", null);
    }

    /// Replaces the dial by these rules.
    public void faults(List<Map<String, Object>> rules) {
        call("PUT", "/admin/faults", Map.of("rules", rules));
    }

    /// Everything works again.
    public void noFaults() {
        call("DELETE", "/admin/faults", null);
    }

    /// The rules of the dial that have befallen nothing yet.
    public List<JsonNode> unusedFaults() {
        return call("GET", "/admin/faults", null)
                .get("rules")
                .valueStream()
                .filter(rule -> rule.get("applied").asInt() == 0)
                .toList();
    }

    /// Makes a key for cards that is the first from now on.
    ///
    /// @param kty `EC` or `RSA`
    /// @return its kid
    public String makeKey(String kty) {
        return call("POST", "/admin/keys", Map.of("kty", kty)).get("kid").asString();
    }

    /// Lets a key for cards go; what is encrypted to it is opened no more.
    public void retireKey(String kid) {
        call("DELETE", "/admin/keys/" + kid, null);
    }

    /// The kids of the keys for cards, newest first.
    public List<String> keys() {
        return call("GET", "/v1/keys", null)
                .get("keys")
                .valueStream()
                .map(key -> key.get("kid").asString())
                .toList();
    }

    /// How much is held back and not delivered yet.
    public int held() {
        return totals().get("held").asInt();
    }

    /// Delivers what was held back.
    public int release() {
        return call("POST", "/admin/release", null).get("released").asInt();
    }

    /// One rule of the dial; see the sandbox's README for the names.
    public static Map<String, Object> rule(String operation, String fault, Object... more) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("operation", operation);
        rule.put("fault", fault);
        for (int i = 0; i < more.length; i += 2) {
            rule.put((String) more[i], more[i + 1]);
        }
        return rule;
    }

    private JsonNode call(String method, String path, @Nullable Object body) {
        try {
            var answer = json.send(method, base.resolve(path), body);
            if (answer.status() != 200) {
                throw new IllegalStateException(
                        "sandbox: " + method + " " + path + ": " + answer.status());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
