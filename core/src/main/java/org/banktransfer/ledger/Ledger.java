package org.banktransfer.ledger;

import org.banktransfer.identity.TransferId;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// Decides each transfer, once: the first of credited or voided to be recorded for its id wins, for
/// good. Every call is safe to repeat and safe under concurrency, and returns within the adapter's
/// own deadline. No call throws because the ledger is out of reach or a commit's fate is unknown:
/// that is [LedgerAnswer.NoAnswer], and the same call may be sent again.
///
/// Source: `DeliverCredit`, `DeliverVoid` and `AskLedger` in the design's CardTransfer.tla.
public interface Ledger {

    /// Whether a credit would be taken now. Advice only: it records nothing and binds nobody.
    Advice advise(ProposedCredit proposed);

    /// Credits the customer, unless the transfer is decided already or a rule refuses it. A refusal
    /// is recorded as a void and never turns into a credit. Send it only after the institution has
    /// said that it paid.
    ///
    /// @return `Credited`, `Voided` or `NoAnswer`
    LedgerAnswer credit(CreditOrder order);

    /// Records that the transfer will never be credited, unless it is decided already.
    ///
    /// @return `Credited` (too late), `Voided` or `NoAnswer`
    LedgerAnswer voidCredit(VoidOrder order);

    /// What has been decided so far.
    LedgerAnswer lookUp(TransferId id);

    /// What has been decided so far of each; an id without an entry in the answer was not answered
    /// for.
    Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids);

    /// Records that the institution made the card whole: what was in transit goes back to what it
    /// owes us. Only for a voided transfer.
    ///
    /// @return `Voided` with `reversalBooked`, or `NoAnswer`
    /// @throws org.banktransfer.ledger.BrokenInvariant if the transfer is not voided
    LedgerAnswer bookReversal(TransferId id, Instant at);
}
