package org.banktransfer.transfer;

import static org.banktransfer.ledger.VoidReason.NEVER_ARRIVED;
import static org.banktransfer.ledger.VoidReason.TIMED_OUT;
import static org.banktransfer.transfer.ParkReason.REVERSAL_REFUSED;
import static org.banktransfer.transfer.ParkReason.REVERSAL_WINDOW_CLOSING;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.DoorShut;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.CashOutWord.NotSent;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.institution.ReversalWord.Blocked;
import org.banktransfer.institution.ReversalWord.NothingToReverse;
import org.banktransfer.institution.ReversalWord.Refused;
import org.banktransfer.institution.ReversalWord.Reversed;
import org.banktransfer.institution.ReversalWord.Reversing;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.transfer.Step.AskInstitution;
import org.banktransfer.transfer.Step.AskLedger;
import org.banktransfer.transfer.Step.BookReversal;
import org.banktransfer.transfer.Step.CashOut;
import org.banktransfer.transfer.Step.Close;
import org.banktransfer.transfer.Step.Credit;
import org.banktransfer.transfer.Step.Park;
import org.banktransfer.transfer.Step.Reverse;
import org.banktransfer.transfer.Step.Until;
import org.banktransfer.transfer.Step.VoidCredit;
import org.banktransfer.transfer.Step.Wait;

/// All that the protocol decides: the step owed to a transfer, from what is known of it. Pure. The
/// same table stands in ARCHITECTURE.md and row by row in `DecisionTableTest`; they change in one
/// commit.
///
/// Rule 1, intent first, is the store's. Rule 2, credit only what was paid: `Credit` has one arm,
/// behind `Approved`. Rule 3, reverse only what was voided: `Reverse` has one arm, behind `Voided`.
/// Rule 4, reversing closes the door: `BookReversal` waits for it. Rule 5, never guess: no arm
/// turns silence into an outcome.
public final class DecisionTable {

    private DecisionTable() {}

    public static Step next(Facts facts) {
        return switch (facts.ledger()) {
            case LedgerAnswer.NotAsked _ -> new AskLedger();
            case NoAnswer _ -> new Wait(Until.LEDGER);
            case Credited(var amount) -> new Close(new TransferState.Completed(amount));
            case Voided voided -> whileVoided(facts, voided);
            case Open _ -> whileOpen(facts);
        };
    }

    private static Step whileOpen(Facts facts) {
        return switch (facts.cashOut()) {
            case NotSent _ when facts.advice().isPresent() -> new VoidCredit(facts.advice().get());
            case NotSent _ -> facts.mayCashOut() ? new CashOut() : new VoidCredit(NEVER_ARRIVED);
            case CashOutWord.NotAsked _ ->
                    facts.mayLookUp() ? new AskInstitution() : new VoidCredit(TIMED_OUT);
            case Approved(var paid, _) ->
                    facts.patienceLeft() ? new Credit(paid) : new VoidCredit(TIMED_OUT);
            case Declined(var code) -> new Close(new TransferState.Declined(code));
            // Never seen is not a no: it may still be on its way. Void first, then shut the door.
            case NeverSeen _, DoorShut _ -> new VoidCredit(NEVER_ARRIVED);
            // Silence is not a no either.
            case CashOutWord.Unknown _ when facts.mayCashOut() -> new CashOut();
            case CashOutWord.Unknown _ ->
                    facts.patienceLeft() ? new Wait(Until.CASH_OUT) : new VoidCredit(TIMED_OUT);
        };
    }

    private static Step whileVoided(Facts facts, Voided voided) {
        var reversed = new TransferState.Reversed(voided.reason(), voided.inTransit());
        if (voided.reversalBooked() || facts.cashOut() instanceof NotSent) {
            return new Close(reversed);
        }
        return switch (facts.reversal()) {
            case ReversalWord.NotAsked _ -> new Reverse(voided.reason());
            case Reversed _ -> new BookReversal();
            // Nothing there to reverse yet, and no tombstone to stop what may still arrive.
            case Blocked _, NothingToReverse _ ->
                    facts.mayStillArrive() ? new Wait(Until.EXPIRY) : new BookReversal();
            case Refused _ -> new Park(REVERSAL_REFUSED);
            case Reversing _, ReversalWord.Unknown _ ->
                    facts.windowClosing()
                            ? new Park(REVERSAL_WINDOW_CLOSING)
                            : new Wait(Until.REVERSAL);
        };
    }
}
