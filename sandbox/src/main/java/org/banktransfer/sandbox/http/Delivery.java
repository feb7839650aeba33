package org.banktransfer.sandbox.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;

import org.banktransfer.sandbox.books.BooksBroken;
import org.banktransfer.sandbox.books.BooksBusy;
import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.faults.FaultRule;
import org.banktransfer.sandbox.faults.Later;
import org.banktransfer.sandbox.faults.Loss;
import org.banktransfer.sandbox.faults.Operation;
import org.banktransfer.sandbox.rules.Quirk;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/// Brings each call of the contract to the institution and its answer back, by way of the dial.
final class Delivery {

    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

    /// Longer than any caller in its right mind waits.
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final Dial dial;
    private final Later later;
    private final RequestLog log;
    private final InstantSource clock;

    Delivery(Dial dial, Later later, RequestLog log, InstantSource clock) {
        this.dial = dial;
        this.later = later;
        this.log = log;
        this.clock = clock;
    }

    /// Carries the call out and answers it, or does to it what the dial says.
    void deliver(Call call, ServerResponse response) {
        var line = log.add(call.operation(), call.id(), RequestLog.Delivery.WIRE);
        var rule = dial.draw(call.operation(), call.id(), call.card());
        if (rule.isEmpty()) {
            send(act(call, Quirk.NONE, line), line, response);
            return;
        }
        line.befell(rule.get().fault());
        befall(rule.get(), call, line, response);
    }

    private void befall(FaultRule rule, Call call, RequestLog.Line line, ServerResponse response) {
        switch (rule.fault()) {
            case DELAY, DECLINE, FORGET_ID, FORGET_TOMBSTONE, IGNORE_EXPIRY, REFUSE_REVERSAL -> {
                pause(rule);
                send(act(call, quirk(rule), line), line, response);
            }
            // Here the delay says when it is done, not when it is answered.
            case REVERSE_LATER, STALE -> send(act(call, quirk(rule), line), line, response);
            case DELAY_ANSWER -> {
                var answer = act(call, Quirk.NONE, line);
                pauseUntilReleased(rule, call);
                send(answer, line, response);
            }
            case DROP_REQUEST -> {
                pause(rule);
                throw lost(rule.loss());
            }
            case DROP_ANSWER -> {
                act(call, Quirk.NONE, line);
                pause(rule);
                throw lost(rule.loss());
            }
            case RESET, DOWN -> {
                pause(rule);
                throw Wire.reset();
            }
            case ERROR_BEFORE -> {
                pause(rule);
                send(unrelated(rule, call, 500, "something went wrong"), line, response);
            }
            case BARE_404 -> {
                pause(rule);
                send(unrelated(rule, call, 404, "<h1>Not Found</h1>"), line, response);
            }
            case ERROR_AFTER -> {
                act(call, Quirk.NONE, line);
                pause(rule);
                send(unrelated(rule, call, 500, "something went wrong"), line, response);
            }
            case GARBAGE -> {
                act(call, Quirk.NONE, line);
                pause(rule);
                send(unrelated(rule, call, 200, "{\"status\": approved? \0"), line, response);
            }
            case LIE -> {
                var answer = act(call, Quirk.NONE, line);
                pause(rule);
                send(lie(answer, rule), line, response);
            }
            case TRUNCATE -> {
                var answer = act(call, Quirk.NONE, line);
                pause(rule);
                line.answered(answer.status());
                throw Wire.breakOff(answer);
            }
            case DRIP -> {
                var answer = act(call, Quirk.NONE, line);
                line.answered(answer.status());
                throw Wire.drip(answer, rule.delayOrNone());
            }
            case FLOOD -> {
                var answer = act(call, Quirk.NONE, line);
                pause(rule);
                line.answered(answer.status());
                throw Wire.flood(answer);
            }
            case HOLD -> {
                again(rule, call, RequestLog.Delivery.HELD);
                throw lost(rule.loss());
            }
            case DELIVER_TWICE -> {
                var answer = act(call, Quirk.NONE, line);
                again(rule, call, RequestLog.Delivery.COPY);
                send(answer, line, response);
            }
        }
    }

    /// Has the call arrive (again) after the delay or on release. Nobody hears the answer.
    private void again(FaultRule rule, Call call, RequestLog.Delivery how) {
        later.put(
                call.id(),
                rule.delay(),
                () -> act(call, Quirk.NONE, log.add(call.operation(), call.id(), how)));
    }

    private static Answer act(Call call, Quirk quirk, RequestLog.Line line) {
        Answer answer;
        try {
            answer = call.act().under(quirk);
        } catch (Refusal refusal) {
            answer = refusal.answer();
        } catch (BooksBusy e) {
            answer = Answer.error(503, "unavailable", "too much at once; nothing was done");
        } catch (BooksBroken e) {
            LOG.log(System.Logger.Level.ERROR, call + ": the books refused", e);
            answer = Answer.error(500, "internal", "nothing was done");
        }
        line.cameTo(answer.outcome());
        return answer;
    }

    private static void send(Answer answer, RequestLog.Line line, ServerResponse response) {
        line.answered(answer.status());
        Sending.send(answer, response);
    }

    private Quirk quirk(FaultRule rule) {
        var now = clock.instant();
        var delay = rule.delay();
        return switch (rule.fault()) {
            case DECLINE -> new Quirk.Decline(code(rule, "card_declined"));
            case FORGET_ID -> new Quirk.ForgetId();
            case FORGET_TOMBSTONE -> new Quirk.ForgetTombstone();
            case IGNORE_EXPIRY -> new Quirk.IgnoreExpiry();
            case REFUSE_REVERSAL -> new Quirk.RefuseReversal(code(rule, "reversal_refused"));
            case REVERSE_LATER -> new Quirk.ReverseLater(delay == null ? null : now.plus(delay));
            case STALE -> new Quirk.Stale(delay == null ? Instant.MIN : now.minus(delay));
            default -> Quirk.NONE;
        };
    }

    private static String code(FaultRule rule, String otherwise) {
        return Objects.requireNonNullElse(rule.code(), otherwise);
    }

    /// An answer that has nothing to do with what was asked. Its type is the one expected, so that
    /// a rule can make up a whole statement.
    private static Answer unrelated(FaultRule rule, Call call, int status, String body) {
        return Answer.text(
                Objects.requireNonNullElse(rule.status(), status),
                call.operation() == Operation.STATEMENT ? StatementRoutes.CSV : Answer.JSON,
                Objects.requireNonNullElse(rule.body(), body),
                "unrelated");
    }

    /// The answer with other fields; without any named, with an amount or an id that is off by one.
    private static Answer lie(Answer answer, FaultRule rule) {
        if (!answer.contentType().equals(Answer.JSON)
                || !(Json.read(answer.bytes()) instanceof ObjectNode json)) {
            return answer;
        }
        rule.lies()
                .forEach((name, value) -> {
                    if (value.equals("null")) {
                        json.remove(name);
                    } else {
                        json.set(name, Json.read(value));
                    }
                });
        if (rule.lies().isEmpty()) {
            if (json.has("amount")) {
                json.put("amount", json.get("amount").longValue() + 1);
            } else {
                json.put("id", json.path("id").asString("") + "x");
            }
        }
        return Answer.json(answer.status(), json, answer.outcome());
    }

    private static CloseConnectionException lost(Loss loss) {
        return switch (loss) {
            case CLOSE -> Wire.close();
            case RESET -> Wire.reset();
            case SILENCE -> {
                Pause.of(SILENCE);
                yield Wire.close();
            }
        };
    }

    private void pauseUntilReleased(FaultRule rule, Call call) {
        if (rule.delay() == null) {
            return;
        }
        try {
            later.pause(call.id(), rule.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Wire.close();
        }
    }

    private static void pause(FaultRule rule) {
        if (rule.delay() != null) {
            Pause.of(rule.delay());
        }
    }
}
