package org.banktransfer.transfer;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidReason;

import java.util.Optional;

/// All that is known of a transfer when the next step is looked up.
///
/// @param ledger what the ledger has said of its decision
/// @param cashOut the institution's last word on the cash-out
/// @param reversal the institution's last word on the reversal
/// @param advice why the rules advise against it, if they do; counts only before anything was sent
/// @param mayCashOut the card is in hand, the deadline for sending it is not over, and the
///   institution takes a repeat for a repeat
/// @param mayLookUp the institution can be asked by our id
/// @param patienceLeft it may still be driven forward
/// @param mayStillArrive a cash-out on its way could still be executed after the reversal that was
///   answered: the institution leaves no tombstones and the request had not expired when that
///   reversal was sent
/// @param windowClosing the institution will soon stop taking a reversal
public record Facts(
        LedgerAnswer ledger,
        CashOutWord cashOut,
        ReversalWord reversal,
        Optional<VoidReason> advice,
        boolean mayCashOut,
        boolean mayLookUp,
        boolean patienceLeft,
        boolean mayStillArrive,
        boolean windowClosing) {}
