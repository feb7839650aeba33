package org.banktransfer.simulation.world;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.Step;

/// A row of the decision table, in the words of ARCHITECTURE.md. Told by what a drive knew and what
/// it was then owed, since no two rows have both in common.
public enum Row {
    LEDGER_NOT_ASKED("not asked", "*", "*", "*", "AskLedger"),
    LEDGER_SILENT("no answer", "*", "*", "*", "Wait(LEDGER)"),
    CREDITED("credited", "*", "*", "*", "Close(completed)"),
    ADVISED_AGAINST("open", "not sent", "*", "advised against", "VoidCredit(advice)"),
    FIRST_CASH_OUT("open", "not sent", "*", "not advised against, may cash out", "CashOut"),
    TOO_LATE_TO_SEND(
            "open",
            "not sent",
            "*",
            "not advised against, may not cash out",
            "VoidCredit(NEVER_ARRIVED)"),
    INSTITUTION_NOT_ASKED("open", "not asked", "*", "may look up", "AskInstitution"),
    INSTITUTION_CANNOT_BE_ASKED(
            "open", "not asked", "*", "may not look up", "VoidCredit(TIMED_OUT)"),
    APPROVED("open", "approved", "*", "patience left", "Credit"),
    APPROVED_TOO_LATE("open", "approved", "*", "patience gone", "VoidCredit(TIMED_OUT)"),
    DECLINED("open", "declined", "*", "*", "Close(declined)"),
    NEVER_SEEN("open", "never seen", "*", "*", "VoidCredit(NEVER_ARRIVED)"),
    DOOR_SHUT("open", "door shut", "*", "*", "VoidCredit(NEVER_ARRIVED)"),
    CASH_OUT_AGAIN("open", "unknown", "*", "may cash out", "CashOut"),
    CASH_OUT_UNKNOWN("open", "unknown", "*", "may not cash out, patience left", "Wait(CASH_OUT)"),
    CASH_OUT_UNKNOWN_TOO_LONG(
            "open", "unknown", "*", "may not cash out, patience gone", "VoidCredit(TIMED_OUT)"),
    BOOKED("voided and booked", "*", "*", "*", "Close(reversed)"),
    VOIDED_BEFORE_SENDING("voided", "not sent", "*", "*", "Close(reversed)"),
    REVERSAL_NOT_ASKED("voided", "sent", "not asked", "*", "Reverse"),
    REVERSED("voided", "sent", "reversed", "*", "BookReversal"),
    BLOCKED_TOO_EARLY("voided", "sent", "blocked", "may still arrive", "Wait(EXPIRY)"),
    BLOCKED("voided", "sent", "blocked", "cannot arrive", "BookReversal"),
    NOTHING_TO_REVERSE_YET(
            "voided", "sent", "nothing to reverse", "may still arrive", "Wait(EXPIRY)"),
    NOTHING_TO_REVERSE("voided", "sent", "nothing to reverse", "cannot arrive", "BookReversal"),
    REVERSAL_REFUSED("voided", "sent", "refused", "*", "Park(REVERSAL_REFUSED)"),
    REVERSING("voided", "sent", "reversing", "window open", "Wait(REVERSAL)"),
    REVERSING_TOO_LONG(
            "voided", "sent", "reversing", "window closing", "Park(REVERSAL_WINDOW_CLOSING)"),
    REVERSAL_UNKNOWN("voided", "sent", "unknown", "window open", "Wait(REVERSAL)"),
    REVERSAL_UNKNOWN_TOO_LONG(
            "voided", "sent", "unknown", "window closing", "Park(REVERSAL_WINDOW_CLOSING)");

    private final String ledger;
    private final String cashOut;
    private final String reversal;
    private final String and;
    private final String step;

    Row(String ledger, String cashOut, String reversal, String and, String step) {
        this.ledger = ledger;
        this.cashOut = cashOut;
        this.reversal = reversal;
        this.and = and;
        this.step = step;
    }

    /// The row as ARCHITECTURE.md writes it, with one blank around each cell.
    public String words() {
        return "| " + String.join(" | ", ledger, cashOut, reversal, and, step) + " |";
    }

    /// Whether a step is of the kind that this row owes.
    boolean owes(Step taken) {
        var kind = taken.getClass().getSimpleName();
        return step.startsWith(kind)
                && (step.length() == kind.length() || step.charAt(kind.length()) == '(');
    }

    /// @param step what the table owes to what the drive knows
    static Row of(Drive drive, Step step) {
        return switch (drive.ledger()) {
            case LedgerAnswer.NotAsked _ -> LEDGER_NOT_ASKED;
            case LedgerAnswer.NoAnswer _ -> LEDGER_SILENT;
            case LedgerAnswer.Credited _ -> CREDITED;
            case LedgerAnswer.Open _ -> whileOpen(drive, step);
            case Voided voided -> whileVoided(voided, drive, step);
        };
    }

    private static Row whileOpen(Drive drive, Step step) {
        boolean isVoid = step instanceof Step.VoidCredit;
        return switch (drive.cashOut()) {
            case CashOutWord.NotSent _ ->
                    drive.advice().isPresent()
                            ? ADVISED_AGAINST
                            : isVoid ? TOO_LATE_TO_SEND : FIRST_CASH_OUT;
            case CashOutWord.NotAsked _ ->
                    isVoid ? INSTITUTION_CANNOT_BE_ASKED : INSTITUTION_NOT_ASKED;
            case CashOutWord.Approved _ -> isVoid ? APPROVED_TOO_LATE : APPROVED;
            case CashOutWord.Declined _ -> DECLINED;
            case CashOutWord.NeverSeen _ -> NEVER_SEEN;
            case CashOutWord.DoorShut _ -> DOOR_SHUT;
            case CashOutWord.Unknown _ ->
                    isVoid
                            ? CASH_OUT_UNKNOWN_TOO_LONG
                            : step instanceof Step.CashOut ? CASH_OUT_AGAIN : CASH_OUT_UNKNOWN;
        };
    }

    private static Row whileVoided(Voided voided, Drive drive, Step step) {
        if (voided.reversalBooked()) {
            return BOOKED;
        }
        if (drive.cashOut() instanceof CashOutWord.NotSent) {
            return VOIDED_BEFORE_SENDING;
        }
        boolean waits = step instanceof Step.Wait;
        return switch (drive.reversal()) {
            case ReversalWord.NotAsked _ -> REVERSAL_NOT_ASKED;
            case ReversalWord.Reversed _ -> REVERSED;
            case ReversalWord.Blocked _ -> waits ? BLOCKED_TOO_EARLY : BLOCKED;
            case ReversalWord.NothingToReverse _ ->
                    waits ? NOTHING_TO_REVERSE_YET : NOTHING_TO_REVERSE;
            case ReversalWord.Refused _ -> REVERSAL_REFUSED;
            case ReversalWord.Reversing _ -> waits ? REVERSING : REVERSING_TOO_LONG;
            case ReversalWord.Unknown _ -> waits ? REVERSAL_UNKNOWN : REVERSAL_UNKNOWN_TOO_LONG;
        };
    }
}
