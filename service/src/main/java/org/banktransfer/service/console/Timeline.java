package org.banktransfer.service.console;

import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Transfer;

import java.time.Duration;
import java.util.List;

/// A transfer's calls in order, each on the side that answered it.
final class Timeline {

    private Timeline() {}

    /// Who is at the other end of a step.
    enum Side {
        INSTITUTION,
        HERE,
        LEDGER;

        String word() {
            return Shown.words(this);
        }
    }

    /// How a step went, for the eye.
    enum Tone {
        GOOD,
        REFUSED,
        UNKNOWN,
        PLAIN;

        String word() {
            return Shown.words(this);
        }
    }

    /// One call.
    ///
    /// @param after how long after the acceptance it was made
    /// @param asked what we asked or did
    /// @param answered what came of it; empty where that is said already
    record Event(
            Side side,
            Tone tone,
            String at,
            String after,
            String asked,
            String answered,
            String detail,
            String took,
            String node) {}

    static List<Event> of(Transfer transfer, List<HistoryEntry> history) {
        return history.stream().map(entry -> event(transfer, entry)).toList();
    }

    private static Event event(Transfer transfer, HistoryEntry entry) {
        return new Event(
                side(entry.step()),
                tone(entry.outcome()),
                Shown.exactTime(entry.at()),
                "+" + Shown.duration(after(transfer, entry)),
                asked(entry.step()),
                Shown.words(entry.outcome()),
                entry.detail(),
                Shown.duration(entry.took()),
                entry.node());
    }

    /// Another node's clock may be behind.
    private static Duration after(Transfer transfer, HistoryEntry entry) {
        var after = Duration.between(transfer.createdAt(), entry.at());
        return after.isNegative() ? Duration.ZERO : after;
    }

    private static Side side(String step) {
        return switch (step) {
            case "cash_out", "ask_institution", "reverse" -> Side.INSTITUTION;
            case "ask_ledger", "credit", "void_credit", "book_reversal" -> Side.LEDGER;
            default -> Side.HERE;
        };
    }

    private static Tone tone(String outcome) {
        return switch (outcome) {
            case "approved",
                    "credited",
                    "completed",
                    "reversed",
                    "blocked",
                    "voided_and_reversed" ->
                    Tone.GOOD;
            case "declined", "refused", "voided", "door_shut" -> Tone.REFUSED;
            case "unknown", "no_answer" -> Tone.UNKNOWN;
            default -> Tone.PLAIN;
        };
    }

    private static String asked(String step) {
        return switch (step) {
            case "cash_out" -> "Hand over the money";
            case "ask_institution" -> "What became of the cash-out?";
            case "reverse" -> "Make the card whole";
            case "ask_ledger" -> "What is decided?";
            case "credit" -> "Credit the customer";
            case "void_credit" -> "Never credit it";
            case "book_reversal" -> "The card is whole";
            case "close" -> "Settled";
            case "wait" -> "Waits";
            case "park" -> "Waits for a person";
            default -> Shown.words(step);
        };
    }
}
