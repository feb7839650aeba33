package org.banktransfer.simulation;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Customers' accounts in memory: always in reach, and deterministic.
public final class InMemoryAccounts implements Accounts {

    private static final int MOVEMENTS_MAX = 100;

    private final InMemoryBooks books;

    /// @param books shared with the ledgers that credit these accounts
    public InMemoryAccounts(InMemoryBooks books) {
        this.books = books;
    }

    @Override
    public Optional<Account> find(AccountId id) {
        synchronized (books) {
            return Optional.ofNullable(books.accounts().get(id));
        }
    }

    @Override
    public Optional<Account> put(Account account, OperatorId by, Instant at) {
        synchronized (books) {
            var before = books.accounts().get(account.id());
            if (before != null && !before.currency().equals(account.currency())) {
                return Optional.empty();
            }
            books.accounts().put(account.id(), account);
            return Optional.of(account);
        }
    }

    @Override
    public Optional<Money> balance(AccountId id) {
        synchronized (books) {
            return find(id).map(account ->
                    new Money(
                            books.net(new CustomerAccount(id, account.currency())).longValueExact(),
                            account.currency()));
        }
    }

    @Override
    public List<AccountMovement> movements(AccountId id, Optional<Long> before, int limit) {
        if (limit < 1 || limit > MOVEMENTS_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        synchronized (books) {
            return books.postings().reversed().stream()
                    .filter(entry ->
                            entry.posting().credit() instanceof CustomerAccount(var to, _)
                                    && to.equals(id))
                    .filter(entry -> before.isEmpty() || entry.number() < before.get())
                    .limit(limit)
                    .map(entry ->
                            new AccountMovement(
                                    entry.number(),
                                    entry.transfer(),
                                    entry.posting().amount(),
                                    entry.at()))
                    .toList();
        }
    }

    @Override
    public void setBlocked(CardFingerprint card, boolean blocked, OperatorId by, Instant at) {
        synchronized (books) {
            if (blocked) {
                books.blockedCards().add(card);
            } else {
                books.blockedCards().remove(card);
            }
        }
    }
}
