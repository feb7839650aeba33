package org.banktransfer.service.fake;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A ledger in memory: the first decision on a transfer wins. Safe under concurrency: every call
/// holds the monitor.
public final class FakeLedger implements Ledger, Accounts {

    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<TransferId, LedgerAnswer> decisions = new HashMap<>();
    private final Map<AccountId, List<AccountMovement>> movements = new HashMap<>();
    private Optional<VoidReason> refusal = Optional.empty();
    private boolean reachable = true;
    private boolean broken;
    private boolean surprising;

    public synchronized void reachable(boolean now) {
        reachable = now;
    }

    /// Refuses every credit from now on, without advising against it.
    public synchronized void refuse(VoidReason reason) {
        refusal = Optional.of(reason);
    }

    /// Throws from now on when it is to credit.
    public synchronized void breakInvariant() {
        broken = true;
    }

    /// Throws from now on when it is asked for advice, which no ledger should.
    public synchronized void breakAdvice() {
        surprising = true;
    }

    public synchronized void decide(TransferId id, LedgerAnswer decision) {
        decisions.put(id, decision);
    }

    @Override
    public synchronized Advice advise(ProposedCredit proposed) {
        if (surprising) {
            throw new IllegalStateException("a surprise");
        }
        if (!reachable) {
            return new Advice.NoAnswer("the ledger is out of reach");
        }
        var account = accounts.get(proposed.account());
        return account == null
                ? new Advice.NoSuchAccount()
                : new Advice.Known(account, Optional.empty());
    }

    @Override
    public synchronized LedgerAnswer credit(CreditOrder order) {
        BrokenInvariant.check(!broken, order.id() + ": the books are wrong");
        if (!reachable) {
            return new NoAnswer("down");
        }
        var earlier = decisions.get(order.id());
        if (earlier != null) {
            return earlier;
        }
        LedgerAnswer decision =
                refusal.<LedgerAnswer>map(
                                reason -> new Voided(reason, Optional.of(order.amount()), false))
                        .orElseGet(() -> new Credited(order.amount()));
        decisions.put(order.id(), decision);
        if (decision instanceof Credited) {
            var ofAccount = movementsOf(order.account());
            ofAccount.add(
                    new AccountMovement(
                            ofAccount.size() + 1L, order.id(), order.amount(), order.at()));
        }
        return decision;
    }

    @Override
    public synchronized LedgerAnswer voidCredit(VoidOrder order) {
        return reachable
                ? decisions.computeIfAbsent(
                        order.id(), _ -> new Voided(order.reason(), order.paid(), false))
                : new NoAnswer("down");
    }

    @Override
    public synchronized LedgerAnswer lookUp(TransferId id) {
        return reachable ? decisions.getOrDefault(id, new Open()) : new NoAnswer("down");
    }

    @Override
    public synchronized Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), this::lookUp));
    }

    @Override
    public synchronized LedgerAnswer bookReversal(TransferId id, Instant at) {
        if (reachable && decisions.get(id) instanceof Voided(var reason, var paid, _)) {
            decisions.put(id, new Voided(reason, paid, true));
        }
        return lookUp(id);
    }

    @Override
    public synchronized Optional<Account> find(AccountId id) {
        requireReachable();
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public synchronized Optional<Account> put(Account account, OperatorId by, Instant at) {
        requireReachable();
        var before = accounts.get(account.id());
        if (before != null && !before.currency().equals(account.currency())) {
            return Optional.empty();
        }
        accounts.put(account.id(), account);
        return Optional.of(account);
    }

    @Override
    public synchronized Optional<Money> balance(AccountId id) {
        requireReachable();
        return Optional.ofNullable(accounts.get(id)).map(account -> sum(account));
    }

    private Money sum(Account account) {
        return movementsOf(account.id()).stream()
                .map(AccountMovement::amount)
                .reduce(new Money(0, account.currency()), Money::plus);
    }

    @Override
    public synchronized List<AccountMovement> movements(
            AccountId id, Optional<Long> before, int limit) {
        requireReachable();
        return movementsOf(id).reversed().stream()
                .filter(movement -> before.map(cursor -> movement.cursor() < cursor).orElse(true))
                .limit(limit)
                .toList();
    }

    private List<AccountMovement> movementsOf(AccountId id) {
        return movements.computeIfAbsent(id, _ -> new ArrayList<>());
    }

    @Override
    public void setBlocked(CardFingerprint card, boolean blocked, OperatorId by, Instant at) {
        throw new UnsupportedOperationException();
    }

    private void requireReachable() {
        if (!reachable) {
            throw new LedgerUnreachable("down", new IllegalStateException("down"));
        }
    }
}
