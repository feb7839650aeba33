package org.banktransfer.ledger;

import static org.banktransfer.ledger.VoidReason.REFUSED_ACCOUNT;
import static org.banktransfer.ledger.VoidReason.REFUSED_FRAUD;
import static org.banktransfer.ledger.VoidReason.REFUSED_LIMIT;

import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bank's rules for taking a credit, in the order they are asked; the first refusal stands.
/// Immutable.
public final class CreditRules {

    /// The period over which an account's credits are summed and counted.
    public static final Duration PERIOD = Duration.ofHours(24);

    private final List<CreditRule> inOrder;
    private final Limits limits;

    /// The settings of the rules. A currency that a map does not name has no limit.
    ///
    /// @param perTransfer the most one transfer may bring, in minor units
    /// @param perDay the most an account may be credited in 24 hours, in minor units
    /// @param creditsPerDay the most credits an account may take in 24 hours; more than zero
    /// @param accountsPerCard the most accounts one card may be credited to within the velocity
    ///   period; more than zero
    /// @param velocityPeriod how far back the accounts of a card are counted
    public record Limits(
            Map<Currency, Long> perTransfer,
            Map<Currency, Long> perDay,
            int creditsPerDay,
            int accountsPerCard,
            Duration velocityPeriod) {

        /// Nothing is limited but what must be: an open account of the right currency.
        public static final Limits NONE =
                new Limits(
                        Map.of(),
                        Map.of(),
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Duration.ofDays(1));

        public Limits {
            perTransfer = Map.copyOf(perTransfer);
            perDay = Map.copyOf(perDay);
            if (creditsPerDay <= 0 || accountsPerCard <= 0) {
                throw new IllegalArgumentException("a limit on a count is not more than zero");
            }
        }
    }

    public CreditRules(Limits limits) {
        this.limits = limits;
        inOrder =
                List.of(
                        CreditRules::openAccountOfThatCurrency,
                        CreditRules::cardNotBlocked,
                        this::cardFeedsFewAccounts,
                        this::withinTransferLimit,
                        this::withinDailyCount,
                        this::withinDailyAmount);
    }

    public Limits limits() {
        return limits;
    }

    /// @return the first refusal; empty if every rule lets the credit pass
    public Optional<VoidReason> refusal(ProposedCredit credit, Standing standing) {
        for (var rule : inOrder) {
            var refusal = rule.refusal(credit, standing);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<VoidReason> openAccountOfThatCurrency(
            ProposedCredit credit, Standing standing) {
        var account = standing.account();
        return refuseUnless(
                account.status() == AccountStatus.OPEN
                        && account.currency().equals(credit.amount().currency()),
                REFUSED_ACCOUNT);
    }

    private static Optional<VoidReason> cardNotBlocked(ProposedCredit credit, Standing standing) {
        return refuseUnless(!standing.cardBlocked(), REFUSED_FRAUD);
    }

    private Optional<VoidReason> cardFeedsFewAccounts(ProposedCredit credit, Standing standing) {
        return refuseUnless(
                standing.otherAccountsOfCard() < limits.accountsPerCard(), REFUSED_FRAUD);
    }

    private Optional<VoidReason> withinTransferLimit(ProposedCredit credit, Standing standing) {
        return refuseUnless(
                leastAmount(credit) <= limit(limits.perTransfer(), credit), REFUSED_LIMIT);
    }

    private Optional<VoidReason> withinDailyCount(ProposedCredit credit, Standing standing) {
        return refuseUnless(standing.creditsInPeriod() < limits.creditsPerDay(), REFUSED_LIMIT);
    }

    private Optional<VoidReason> withinDailyAmount(ProposedCredit credit, Standing standing) {
        long left = limit(limits.perDay(), credit) - standing.creditedInPeriod().minor();
        return refuseUnless(leastAmount(credit) <= left, REFUSED_LIMIT);
    }

    /// The least the credit can turn out to be: of a whole balance we know only that it is not
    /// nothing.
    private static long leastAmount(ProposedCredit credit) {
        return switch (credit.amount()) {
            case Exactly(Money amount) -> amount.minor();
            case WholeBalance _ -> 1;
        };
    }

    private static long limit(Map<Currency, Long> limits, ProposedCredit credit) {
        return limits.getOrDefault(credit.amount().currency(), Long.MAX_VALUE);
    }

    private static Optional<VoidReason> refuseUnless(boolean holds, VoidReason otherwise) {
        return holds ? Optional.empty() : Optional.of(otherwise);
    }
}
