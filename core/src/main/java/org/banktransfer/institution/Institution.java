package org.banktransfer.institution;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.RequestedAmount;

/// An outside party that holds money on cards. Every call is safe to repeat and safe under
/// concurrency, sends at most one request, and returns within the connector's own deadline: what
/// was not heard, or was not said as the contract words it, is `Unknown`. No call throws for
/// anything that the institution or the network does.
public interface Institution {

    InstitutionName name();

    CapabilitySheet capabilities();

    /// Asks the institution to hand over the amount. It dedupes on the request's id.
    CashOutReply cashOut(CashOutRequest request);

    /// Asks what became of a cash-out. Moves no money.
    ///
    /// @param requested what the cash-out asked for; a reply about another amount is `Unknown`
    LookUpReply lookUp(TransferId id, RequestedAmount requested);

    /// Asks to undo a cash-out, or to refuse it for good if it has not arrived yet. Send it only
    /// after the ledger has said that the transfer is voided.
    ///
    /// @param reason a stable word for the institution's records
    ReversalReply reverse(TransferId id, String reason);
}
