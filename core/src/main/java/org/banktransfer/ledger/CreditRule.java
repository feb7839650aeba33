package org.banktransfer.ledger;

import java.util.Optional;

/// One reason the bank may have not to take a credit. Pure: it decides on what it is given. The
/// ledger asks it twice, for advice before the cash-out and, binding, inside the deciding database
/// transaction, where the standing it is given cannot change until the decision is durable.
public interface CreditRule {

    /// @return why the credit is refused; empty if this rule has nothing against it
    Optional<VoidReason> refusal(ProposedCredit credit, Standing standing);
}
