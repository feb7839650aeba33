package org.banktransfer.service.console;

import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Transfer;

import java.time.Instant;
import java.util.List;

/// All that one transfer's page shows.
///
/// @param stored as the record has it
/// @param row as the ledger's decision makes it
/// @param decided what the ledger has decided, who ordered it and when; empty while it has not
record TransferPage(
        Transfer stored,
        TransferRow row,
        MoneyNow money,
        String decided,
        List<Timeline.Event> events,
        List<HistoryEntry> history,
        List<Proposed> proposals) {

    static TransferPage of(
            Transfer stored,
            LedgerAnswer decision,
            List<HistoryEntry> history,
            List<Proposed> proposals,
            Instant now) {
        return new TransferPage(
                stored,
                TransferRow.of(stored.asDecided(decision), now),
                MoneyNow.of(stored, decision, history),
                decided(decision, history),
                Timeline.of(stored, history),
                history,
                proposals);
    }

    private static String decided(LedgerAnswer decision, List<HistoryEntry> history) {
        var what =
                switch (decision) {
                    case LedgerAnswer.Credited(var amount) -> "credited " + Shown.money(amount);
                    case LedgerAnswer.Voided(var why, _, _) -> "voided, " + Shown.words(why);
                    case LedgerAnswer.Open _, LedgerAnswer.NotAsked _ -> "not decided yet";
                    case LedgerAnswer.NoAnswer(var why) -> "no answer: " + why;
                };
        return history.stream()
                .filter(entry ->
                        entry.step().equals("credit") || entry.step().equals("void_credit"))
                .filter(entry -> !entry.outcome().equals("no_answer"))
                .findFirst()
                .map(entry ->
                        what
                                + ", on the order of "
                                + entry.node()
                                + " at "
                                + Shown.exactTime(entry.at()))
                .orElse(what);
    }

    boolean isSettled() {
        return !row.status().equals("pending") && !row.status().equals("reversing");
    }

    String acceptedAt() {
        return Shown.exactTime(stored.createdAt());
    }

    String updatedAt() {
        return Shown.exactTime(stored.updatedAt());
    }

    String validUntil() {
        return Shown.time(stored.validUntil());
    }

    String patienceUntil() {
        return Shown.time(stored.patienceUntil());
    }
}
