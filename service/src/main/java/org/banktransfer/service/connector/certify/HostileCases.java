package org.banktransfer.service.connector.certify;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Requests that are none of the contract's. Each is refused, and nothing comes of it.
final class HostileCases {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int DEEP = 5_000;
    private static final int OVER_16_KIB = 20_000;

    /// What is no id of the contract, as it stands in a URL.
    private static final List<String> NO_IDS =
            List.of(
                    "a".repeat(65),
                    "tr%20one",
                    "tr.one",
                    "tr%00",
                    "tr%0d%0aX-Injected:%20yes",
                    "%e2%82%ac",
                    "'%20or%201=1--",
                    "%3Cscript%3E",
                    "..%2fstatements");

    private HostileCases() {}

    static void garbage(Trial trial) throws Unmet, InterruptedException {
        for (var each : noCashOuts(trial).entrySet()) {
            var id = trial.session().nextId();
            trial.expectRefused(each.getKey(), trial.cashOut(id, Trial.JSON, each.getValue()));
            trial.expectOnRecord(id, "404 never_seen");
        }
        trial.expectWholeBalance();
    }

    private static Map<String, byte[]> noCashOuts(Trial trial) {
        var all = new LinkedHashMap<String, byte[]>();
        var good = good(trial);
        all.put("an empty body", new byte[0]);
        all.put("a body that is not JSON", "give me money".getBytes(UTF_8));
        all.put("an empty object", "{}".getBytes(UTF_8));
        all.put("an array", "[]".getBytes(UTF_8));
        all.put("null", "null".getBytes(UTF_8));
        all.put("half a body", good.substring(0, good.length() / 2).getBytes(UTF_8));
        all.put("a body and more", (good + "{}").getBytes(UTF_8));
        all.put("bytes that are not UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', '}'});
        all.put("JSON of great depth", ("[".repeat(DEEP) + "]".repeat(DEEP)).getBytes(UTF_8));
        for (var amount :
                List.of("0", "-1", "1.5", "\"25\"", "9223372036854775808", "null", "[]")) {
            all.put("the amount " + amount, with(good, "amount", amount));
        }
        for (var currency : List.of("\"usd\"", "\"DOLLARS\"", "840", "null", "\"\"")) {
            all.put("the currency " + currency, with(good, "currency", currency));
        }
        for (var time : List.of("\"tomorrow\"", "1893456000", "null", "\"2099-02-30T00:00:00Z\"")) {
            all.put("the valid_until " + time, with(good, "valid_until", time));
        }
        all.put("no currency", changed(good, body -> body.remove("currency")));
        all.put("no valid_until", changed(good, body -> body.remove("valid_until")));
        all.put("no card", changed(good, body -> body.remove(List.of("card", "card_jwe"))));
        all.put("a field of another contract", with(good, "force", "true"));
        if (MAPPER.readTree(good).has("card")) {
            all.put("a card that is a text", with(good, "card", "\"card\""));
            all.put("a card without a PIN", changed(good, body -> card(body).remove("pin")));
            all.put("a PIN of letters", changed(good, body -> card(body).put("pin", "abcd")));
            all.put("a number of letters", changed(good, body -> card(body).put("number", "x")));
            all.put(
                    "a number that is a number",
                    changed(good, body -> card(body).put("number", 1)));
            all.put("a card with more on it", changed(good, body -> card(body).put("cvv", "123")));
        } else {
            all.put("a card_jwe that opens to nothing", with(good, "card_jwe", "\"a.b.c.d.e\""));
        }
        return all;
    }

    private static ObjectNode card(ObjectNode body) {
        return (ObjectNode) body.get("card");
    }

    /// A request that would be carried out.
    private static String good(Trial trial) {
        return new String(trial.session().body(trial.order(trial.part()).request()), UTF_8);
    }

    private static byte[] with(String good, String field, String json) {
        return changed(good, body -> body.set(field, MAPPER.readTree(json)));
    }

    private static byte[] changed(String good, Consumer<ObjectNode> change) {
        var body = (ObjectNode) MAPPER.readTree(good);
        change.accept(body);
        return MAPPER.writeValueAsBytes(body);
    }

    static void ids(Trial trial) throws Unmet, InterruptedException {
        for (var id : NO_IDS) {
            var answer = trial.put("/v1/cash-outs/" + id, Trial.JSON, good(trial).getBytes(UTF_8));
            trial.check(
                    answer.status() >= 400 && answer.status() < 500, "400 to the id " + id, answer);
        }
        trial.expectWholeBalance();
    }

    static void types(Trial trial) throws Unmet, InterruptedException {
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            var id = trial.session().nextId();
            var answer = trial.cashOut(id, type, good(trial).getBytes(UTF_8));
            trial.check(answer.isRefusal(), "415 to a body of the type " + type, answer);
            trial.expectOnRecord(id, "404 never_seen");
        }
        trial.expectWholeBalance();
    }

    static void size(Trial trial) throws Unmet, InterruptedException {
        var id = trial.session().nextId();
        var large = good(trial) + " ".repeat(OVER_16_KIB);
        var answer = trial.cashOut(id, Trial.JSON, large.getBytes(UTF_8));
        trial.check(answer.isRefusal(), "413 to a body of " + large.length() + " bytes", answer);
        trial.expectOnRecord(id, "404 never_seen");
        trial.expectWholeBalance();
    }

    static void reversals(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        var tooLong = "{\"reason\":\"" + "x".repeat(201) + "\"}";
        for (var body : List.of("", "{}", "[]", "{\"reason\":7}", "{\"reason\":\"\"}", tooLong)) {
            trial.expectRefused("such a reversal", trial.reverse(order.id(), body));
        }
        trial.expectOnRecord(order.id(), "200 approved");
        trial.expectBalance(trial.balance() - trial.part(), null);
    }
}
