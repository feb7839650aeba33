package org.banktransfer.ledger;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAccount.TransfersInTransit;
import org.banktransfer.money.Money;

/// One amount moving from one ledger account to another. It names both sides, so a posting that
/// does not balance cannot be written down; it is never edited.
///
/// @param debit the account the amount is debited to
/// @param credit the account the amount is credited to; never the same as `debit`
/// @param amount more than zero, in the currency of both accounts
public record Posting(LedgerAccount debit, LedgerAccount credit, Money amount) {

    public Posting {
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("posting debits and credits " + debit);
        }
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("posting of " + amount);
        }
        if (!debit.currency().equals(amount.currency())
                || !credit.currency().equals(amount.currency())) {
            throw new IllegalArgumentException("posting of " + amount + " mixes currencies");
        }
    }

    /// The institution owes us the amount, and we owe it to the customer.
    public static Posting credited(CreditOrder order) {
        var currency = order.amount().currency();
        return new Posting(
                new DueFromInstitution(order.institution(), currency),
                new CustomerAccount(order.account(), currency),
                order.amount());
    }

    /// The institution owes us an amount that we will not keep.
    public static Posting inTransit(InstitutionName institution, Money paid) {
        return new Posting(
                new DueFromInstitution(institution, paid.currency()),
                new TransfersInTransit(paid.currency()),
                paid);
    }

    /// The institution has taken the amount back.
    public static Posting reversed(InstitutionName institution, Money paid) {
        return new Posting(
                new TransfersInTransit(paid.currency()),
                new DueFromInstitution(institution, paid.currency()),
                paid);
    }
}
