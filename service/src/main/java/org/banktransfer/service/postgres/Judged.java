package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.Standing;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the rules judge one credit by.
///
/// @param ledgerAccount the number of the account's ledger account
/// @param credited what the account was credited with in the rules' period, in minor units
/// @param credits how often
/// @param otherAccounts what the card was credited to but this account, within the velocity period
/// @param blocked whether the card is
/// @param balance what we owe the account's owner already, in minor units
record Judged(
        Account account,
        long ledgerAccount,
        BigDecimal credited,
        int credits,
        Set<AccountId> otherAccounts,
        boolean blocked,
        BigDecimal balance) {

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /// The rules' refusal; or, if they have none, that of a balance with no room for the amount.
    Optional<VoidReason> refusal(CreditRules rules, ProposedCredit credit) {
        return rules.refusal(credit, standing())
                .or(() ->
                        credit.amount() instanceof Exactly(Money amount) && overflows(amount)
                                ? Optional.of(VoidReason.REFUSED_LIMIT)
                                : Optional.empty());
    }

    private Standing standing() {
        return new Standing(
                account,
                new Money(credited.min(MOST).longValue(), account.currency()),
                credits,
                otherAccounts.size(),
                blocked);
    }

    private boolean overflows(Money amount) {
        return balance.add(minor(amount)).compareTo(MOST) > 0;
    }

    /// The same once another credit to the account is there as well.
    ///
    /// @param counts whether it is within the rules' period
    Judged afterCredit(Money amount, boolean counts) {
        return new Judged(
                account,
                ledgerAccount,
                counts ? credited.add(minor(amount)) : credited,
                counts ? credits + 1 : credits,
                otherAccounts,
                blocked,
                balance.add(minor(amount)));
    }

    /// The same once the card was credited to another account as well.
    Judged afterCreditTo(AccountId other) {
        return new Judged(
                account,
                ledgerAccount,
                credited,
                credits,
                Stream.concat(otherAccounts.stream(), Stream.of(other))
                        .collect(Collectors.toUnmodifiableSet()),
                blocked,
                balance);
    }

    private static BigDecimal minor(Money amount) {
        return BigDecimal.valueOf(amount.minor());
    }
}
