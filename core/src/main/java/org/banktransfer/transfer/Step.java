package org.banktransfer.transfer;

import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

/// The one thing owed to a transfer next.
public sealed interface Step {

    /// Send the cash-out, for the first time or again under the same id.
    record CashOut() implements Step {}

    /// Ask the institution what became of the cash-out.
    record AskInstitution() implements Step {}

    /// Ask the ledger what it has decided.
    record AskLedger() implements Step {}

    /// Order the ledger to credit what was paid.
    record Credit(Money paid) implements Step {}

    /// Order the ledger never to credit it.
    record VoidCredit(VoidReason reason) implements Step {}

    /// Ask the institution to make the card whole.
    record Reverse(VoidReason reason) implements Step {}

    /// Tell the ledger that the card is whole.
    record BookReversal() implements Step {}

    /// Record the final state.
    record Close(TransferState state) implements Step {}

    /// Nothing can be done now; recovery takes it up again.
    record Wait(Until until) implements Step {}

    /// The same, and a person is called.
    record Park(ParkReason reason) implements Step {}

    /// What a waiting transfer waits for.
    enum Until {
        /// The ledger answers.
        LEDGER,
        /// The institution answers for the cash-out.
        CASH_OUT,
        /// The institution acknowledges the reversal.
        REVERSAL,
        /// The cash-out has expired and can no longer be executed.
        EXPIRY
    }

    /// The word for this kind of step in the history, in metrics and in checkpoints.
    default String word() {
        return switch (this) {
            case CashOut _ -> "cash_out";
            case AskInstitution _ -> "ask_institution";
            case AskLedger _ -> "ask_ledger";
            case Credit _ -> "credit";
            case VoidCredit _ -> "void_credit";
            case Reverse _ -> "reverse";
            case BookReversal _ -> "book_reversal";
            case Close _ -> "close";
            case Wait _ -> "wait";
            case Park _ -> "park";
        };
    }
}
