package org.banktransfer.sandbox.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.faults.Fault;
import org.banktransfer.sandbox.faults.FaultRule;
import org.banktransfer.sandbox.faults.Later;
import org.banktransfer.sandbox.faults.Loss;
import org.banktransfer.sandbox.faults.Operation;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The dial for faults: `/admin/faults`, and `/admin/release` for what it keeps back.
final class DialAdmin implements HttpService {

    private static final int RULES_MAX = 100;
    private static final long DELAY_MAX_MILLIS = Duration.ofHours(24).toMillis();
    private static final Pattern FAULTS = oneOf(Fault.values());
    private static final Pattern LOSSES = oneOf(Loss.values());
    private static final Pattern OPERATIONS =
            Pattern.compile(oneOf(Operation.values()).pattern() + "|any");
    private static final Pattern ANY_TEXT = Pattern.compile("(?s).{0,65536}");

    private final Dial dial;
    private final Later later;

    DialAdmin(Dial dial, Later later) {
        this.dial = dial;
        this.later = later;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.put("/faults", Admin.answering(this::set))
                .get("/faults", Admin.answering(_ -> shown()))
                .delete("/faults", Admin.answering(_ -> clear()))
                .post("/release", Admin.answering(this::release));
    }

    private Answer set(ServerRequest request) {
        var fields = Bodies.json(request, Bodies.ADMIN_MAX);
        var seed = fields.optionalNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        var rules = fields.objects("rules", RULES_MAX).stream().map(DialAdmin::rule).toList();
        fields.noOthers();
        dial.set(rules, seed == null ? dial.seed() : seed);
        return shown();
    }

    private Answer clear() {
        dial.set(List.of(), dial.seed());
        return shown();
    }

    private Answer release(ServerRequest request) {
        int released = later.release(request.query().first("id").orElse(null));
        return Answer.json(200, Json.object().put("released", released), "released");
    }

    private static FaultRule rule(Fields fields) {
        var operation = fields.optionalText("operation", OPERATIONS, OPERATIONS.pattern());
        var times = fields.optionalNumber("times", 1, Integer.MAX_VALUE);
        var skip = fields.optionalNumber("skip", 0, Integer.MAX_VALUE);
        var delay = fields.optionalNumber("delay_ms", 0, DELAY_MAX_MILLIS);
        var status = fields.optionalNumber("status", 200, 599);
        var loss = fields.optionalText("loss", LOSSES, LOSSES.pattern());
        var fault = Fault.valueOf(upper(fields.text("fault", FAULTS, FAULTS.pattern())));
        var rule =
                new FaultRule(
                        operation == null || operation.equals("any")
                                ? null
                                : Operation.valueOf(upper(operation)),
                        fault,
                        fields.share("probability", 1),
                        skip == null ? 0 : skip.intValue(),
                        times == null ? null : times.intValue(),
                        delay == null ? null : Duration.ofMillis(delay),
                        fields.optionalText("id", Bodies.ID, "a transfer id or a date"),
                        fields.optionalText("card", Bodies.CARD_NUMBER, Bodies.CARD_NUMBER_WORDS),
                        loss == null ? Loss.CLOSE : Loss.valueOf(upper(loss)),
                        status == null ? null : status.intValue(),
                        fields.optionalText("body", ANY_TEXT, "a text"),
                        fields.optionalText("code", Bodies.CODE, Bodies.CODE_WORDS),
                        lies(fields.optionalAnything("answer")));
        fields.noOthers();
        if (rule.operation() != null && !fault.befalls(rule.operation())) {
            throw fields.refusal("fault", "cannot befall this operation");
        }
        return rule;
    }

    private static Map<String, String> lies(@Nullable ObjectNode answer) {
        var lies = new HashMap<String, String>();
        if (answer != null) {
            answer.properties()
                    .forEach(field -> lies.put(field.getKey(), field.getValue().toString()));
        }
        return lies;
    }

    private Answer shown() {
        var rules = Json.array();
        dial.settings().forEach(setting -> rules.add(json(setting)));
        var json = Json.object().put("seed", dial.seed());
        json.set("rules", rules);
        return Answer.json(200, json, "faults");
    }

    private static ObjectNode json(Dial.Setting setting) {
        var rule = setting.rule();
        var operation = rule.operation();
        var delay = rule.delay();
        var card = rule.card();
        var json = Json.object();
        json.put("operation", operation == null ? "any" : operation.wire());
        json.put("fault", rule.fault().wire());
        json.put("probability", rule.probability());
        json.put("skip", rule.skip());
        json.put("times", rule.times());
        json.put("delay_ms", delay == null ? null : Long.valueOf(delay.toMillis()));
        json.put("id", rule.id());
        json.put("card_last4", card == null ? null : card.substring(card.length() - 4));
        json.put("loss", rule.loss().wire());
        json.put("status", rule.status());
        json.put("body", rule.body());
        json.put("code", rule.code());
        var lies = json.putObject("answer");
        rule.lies().forEach((name, value) -> lies.set(name, Json.read(value)));
        return json.put("matched", setting.matched()).put("applied", setting.applied());
    }

    private static String upper(String wire) {
        return wire.toUpperCase(Locale.ROOT);
    }

    private static Pattern oneOf(Enum<?>[] values) {
        return Pattern.compile(
                Arrays.stream(values)
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining("|")));
    }
}
