package org.banktransfer.service.connector;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.money.RequestedAmount;

/// One institution's protocol, unguarded: turns a call into one request and the answer into our
/// words, and does nothing else. What it does not recognise is `Unknown`.
///
/// Safe under concurrency. A call sends at most one request, returns within the line's deadline and
/// throws for nothing that the institution or the network does. [GuardedInstitution] makes an
/// `Institution` of it; the calls mean what they mean there.
public interface Line {

    Heard<CashOutReply> cashOut(CashOutRequest request);

    Heard<LookUpReply> lookUp(TransferId id, RequestedAmount requested);

    Heard<ReversalReply> reverse(TransferId id, String reason);

    /// Whether a cash-out can be sent at all; if not, it is answered with nothing sent.
    default boolean isReady() {
        return true;
    }

    /// Does what is due beside the calls, such as fetching keys; called again and again in the
    /// background, by one thread or more. May take as long as a look-up; throws for nothing that
    /// the institution or the network does.
    default void upkeep() {}
}
