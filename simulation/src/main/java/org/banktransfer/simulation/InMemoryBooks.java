package org.banktransfer.simulation;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.Posting;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.Standing;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// All that a ledger would keep, shared by every node's [InMemoryLedger] and [InMemoryAccounts].
/// Whoever uses it holds its monitor.
public final class InMemoryBooks {

    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Set<CardFingerprint> blockedCards = new HashSet<>();
    private final Map<TransferId, LedgerAnswer> decisions = new HashMap<>();
    private final Map<TransferId, InstitutionName> institutionsOfVoided = new HashMap<>();
    private final List<Entry> postings = new ArrayList<>();
    private final Map<LedgerAccount, BigInteger> balances = new HashMap<>();
    private final Map<AccountId, List<CreditOrder>> creditsOf = new HashMap<>();
    private final Map<CardFingerprint, List<CreditOrder>> creditsFrom = new HashMap<>();

    /// A posting in its place in the books; the first is number 1.
    record Entry(long number, TransferId transfer, Posting posting, Instant at) {}

    /// What a ledger account comes to: credits less debits.
    public synchronized BigInteger net(LedgerAccount account) {
        return balances.getOrDefault(account, BigInteger.ZERO);
    }

    /// The same, added up anew from the postings.
    public synchronized BigInteger recomputed(LedgerAccount account) {
        return postings.stream()
                .map(Entry::posting)
                .map(posting ->
                        amountOn(posting.credit(), account, posting)
                                .subtract(amountOn(posting.debit(), account, posting)))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger amountOn(LedgerAccount side, LedgerAccount account, Posting posting) {
        return side.equals(account)
                ? BigInteger.valueOf(posting.amount().minor())
                : BigInteger.ZERO;
    }

    /// Every account that was ever posted to.
    public synchronized Set<LedgerAccount> postedTo() {
        return Set.copyOf(balances.keySet());
    }

    Map<AccountId, Account> accounts() {
        return accounts;
    }

    Set<CardFingerprint> blockedCards() {
        return blockedCards;
    }

    List<Entry> postings() {
        return postings;
    }

    LedgerAnswer decision(TransferId id) {
        return decisions.getOrDefault(id, new Open());
    }

    void credited(CreditOrder order) {
        decisions.put(order.id(), new Credited(order.amount()));
        creditsOf.computeIfAbsent(order.account(), _ -> new ArrayList<>()).add(order);
        creditsFrom.computeIfAbsent(order.card(), _ -> new ArrayList<>()).add(order);
        post(order.id(), Posting.credited(order), order.at());
    }

    void voided(TransferId id, InstitutionName institution, Voided voided) {
        decisions.put(id, voided);
        institutionsOfVoided.put(id, institution);
    }

    InstitutionName institutionOf(TransferId voided) {
        return Objects.requireNonNull(institutionsOfVoided.get(voided));
    }

    void post(TransferId transfer, Posting posting, Instant at) {
        postings.add(new Entry(postings.size() + 1L, transfer, posting, at));
        var amount = BigInteger.valueOf(posting.amount().minor());
        balances.merge(posting.credit(), amount, BigInteger::add);
        balances.merge(posting.debit(), amount.negate(), BigInteger::add);
    }

    /// The rules' refusal; or, if they have none, that of a balance with no room for the amount.
    Optional<VoidReason> refusal(CreditRules rules, Account account, ProposedCredit credit) {
        return rules.refusal(credit, standing(rules, account, credit))
                .or(() ->
                        credit.amount() instanceof Exactly(Money amount)
                                        && overflows(account, amount)
                                ? Optional.of(VoidReason.REFUSED_LIMIT)
                                : Optional.empty());
    }

    private boolean overflows(Account account, Money amount) {
        return net(new CustomerAccount(account.id(), account.currency()))
                        .add(BigInteger.valueOf(amount.minor()))
                        .bitLength()
                >= Long.SIZE;
    }

    private Standing standing(CreditRules rules, Account account, ProposedCredit credit) {
        var sum = BigInteger.ZERO;
        int count = 0;
        for (var order : creditsOf.getOrDefault(account.id(), List.of())) {
            if (isWithin(order, CreditRules.PERIOD, credit.at())) {
                sum = sum.add(BigInteger.valueOf(order.amount().minor()));
                count++;
            }
        }
        var otherAccounts = new HashSet<AccountId>();
        for (var order : creditsFrom.getOrDefault(credit.card(), List.of())) {
            if (!order.account().equals(account.id())
                    && isWithin(order, rules.limits().velocityPeriod(), credit.at())) {
                otherAccounts.add(order.account());
            }
        }
        return new Standing(
                account,
                new Money(
                        sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact(),
                        account.currency()),
                count,
                otherAccounts.size(),
                blockedCards.contains(credit.card()));
    }

    private static boolean isWithin(CreditOrder order, Duration period, Instant at) {
        return Duration.between(order.at(), at).compareTo(period) < 0;
    }
}
