package org.banktransfer.spec;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.regex.Pattern;

/// One line of a trace: a run decided on a step, or heard what became of it.
///
/// @param at orders the events of several files
/// @param run names one run of one node
/// @param card what its transfers have in common; the transfer itself where none is named
/// @param outcome the history's word; empty for what was sent
/// @param amountMinor what was paid or credited; zero where nothing is said
/// @param requestedMinor what was asked for; zero is the whole balance
/// @param line as it stands in the file
record TraceEvent(
        long at,
        String run,
        String transfer,
        String card,
        Kind kind,
        String step,
        String outcome,
        long amountMinor,
        long requestedMinor,
        String line) {

    enum Kind {
        SENT,
        HEARD
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    /// The simulator's nodes say which world they are in; its worlds have the same cards.
    private static final Pattern WORLD = Pattern.compile("^w\\d+\\.");

    /// @throws IllegalArgumentException if the line is not an event
    static TraceEvent of(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a line of a trace: " + line, e);
        }
        var transfer = text(json, "transfer", line);
        var node = text(json, "node", line);
        var world = WORLD.matcher(node);
        return new TraceEvent(
                json.path("at").asLong(0),
                node + " " + text(json, "run", line),
                transfer,
                (world.find() ? world.group() : "") + json.path("card").asString(transfer),
                switch (text(json, "event", line)) {
                    case "sent" -> Kind.SENT;
                    case "heard" -> Kind.HEARD;
                    default ->
                            throw new IllegalArgumentException("neither sent nor heard: " + line);
                },
                text(json, "step", line),
                json.path("outcome").asString(""),
                json.path("amountMinor").asLong(0),
                json.path("requestedMinor").asLong(0),
                line);
    }

    private static String text(JsonNode json, String name, String line) {
        var value = json.path(name);
        if (!value.isString()) {
            throw new IllegalArgumentException("no " + name + " in a trace: " + line);
        }
        return value.asString();
    }

    /// The model's word for the outcome.
    String word() {
        return switch (outcome) {
            case "voided_and_reversed" -> "booked";
            case "broken_invariant" -> outcome;
            default -> outcome.replace('_', ' ');
        };
    }
}
