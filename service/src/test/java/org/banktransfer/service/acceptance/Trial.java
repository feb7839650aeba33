package org.banktransfer.service.acceptance;

import static org.banktransfer.service.demo.SandboxAdmin.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One fault that befalls one kind of request.
///
/// @param name for messages
/// @param operation as the dial calls it
/// @param fault a rule of the dial, still for all cards and transfers
record Trial(String name, String operation, Map<String, Object> fault) {

    /// Longer than any deadline of the node under test.
    private static final int TOO_LATE_MS = 1_500;

    static Trial of(String operation, String fault, Object... more) {
        var name = new StringBuilder(operation).append(' ').append(fault);
        for (int i = 0; i < more.length; i += 2) {
            name.append(' ').append(more[i + 1]);
        }
        return new Trial(name.toString(), operation, rule(operation, fault, more));
    }

    /// The rule, for the requests of one card or one transfer alone.
    ///
    /// @param by `card` or `id`
    Map<String, Object> only(String by, String which) {
        var rule = new HashMap<>(fault);
        rule.put(by, which);
        return rule;
    }

    /// Everything that can befall any request.
    static Stream<Trial> ofAny(String operation) {
        return Stream.of(
                of(operation, "delay", "delay_ms", 50),
                of(operation, "delay", "delay_ms", TOO_LATE_MS),
                of(operation, "delay_answer", "delay_ms", TOO_LATE_MS),
                of(operation, "drop_request", "loss", "close"),
                of(operation, "drop_request", "loss", "reset"),
                of(operation, "drop_request", "loss", "silence"),
                of(operation, "drop_answer", "loss", "close"),
                of(operation, "drop_answer", "loss", "reset"),
                of(operation, "drop_answer", "loss", "silence"),
                of(operation, "drop_answer", "times", 1),
                of(operation, "reset"),
                of(operation, "down"),
                of(operation, "error_before"),
                of(operation, "error_before", "status", 503),
                of(operation, "error_after"),
                of(operation, "error_after", "status", 204),
                of(operation, "bare_404"),
                of(operation, "garbage"),
                of(operation, "truncate"),
                of(operation, "drip", "delay_ms", TOO_LATE_MS),
                of(operation, "flood"),
                of(operation, "lie", "answer", Map.of("id", "tr_0")),
                of(operation, "lie", "answer", Map.of("status", "settled")),
                of(operation, "hold"),
                of(operation, "hold", "loss", "silence"),
                of(operation, "hold", "delay_ms", TOO_LATE_MS),
                of(operation, "deliver_twice"));
    }

    /// Everything that can befall a cash-out, and leaves the institution honest.
    static List<Trial> ofCashOut() {
        return Stream.concat(
                        ofAny("cash_out"),
                        Stream.of(
                                of("cash_out", "lie", "answer", Map.of("amount", 2_501)),
                                of("cash_out", "lie", "answer", Map.of("amount", -1)),
                                of("cash_out", "lie", "answer", Map.of("currency", "EUR")),
                                of("cash_out", "decline"),
                                of("cash_out", "decline", "code", "wrong_pin"),
                                of("cash_out", "ignore_expiry", "delay_ms", 6_000),
                                of("cash_out", "forget_tombstone")))
                .toList();
    }

    /// Everything that can befall a look-up.
    static List<Trial> ofLookUp() {
        return Stream.concat(
                        ofAny("look_up"),
                        Stream.of(
                                of("look_up", "lie", "answer", Map.of("amount", 2_501)),
                                of("look_up", "lie", "answer", Map.of("currency", "EUR")),
                                of("look_up", "stale")))
                .toList();
    }

    /// Everything that can befall a reversal.
    static List<Trial> ofReversal() {
        return Stream.concat(
                        ofAny("reversal"),
                        Stream.of(
                                of("reversal", "reverse_later"),
                                of("reversal", "reverse_later", "delay_ms", 1_000),
                                of("reversal", "refuse_reversal"),
                                of("reversal", "forget_tombstone")))
                .toList();
    }
}
