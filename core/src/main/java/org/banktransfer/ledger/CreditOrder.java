package org.banktransfer.ledger;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;

import java.time.Instant;

/// The order to credit a customer with what an institution has paid.
///
/// @param amount what was paid; more than zero
/// @param at when it was ordered; limits over a period are counted back from it
public record CreditOrder(
        TransferId id,
        AccountId account,
        InstitutionName institution,
        CardFingerprint card,
        Money amount,
        Instant at) {

    public CreditOrder {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException(id + ": credit of " + amount);
        }
    }

    /// The same, as the rules look at it.
    public ProposedCredit proposed() {
        return new ProposedCredit(account, card, new Exactly(amount), at);
    }
}
