package org.banktransfer.ledger;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Customers' accounts, as their owners and the bank's operators see them. Safe under concurrency.
/// Every call throws [LedgerUnreachable] if the ledger cannot be reached in time.
public interface Accounts {

    Optional<Account> find(AccountId id);

    /// Opens the account, or changes its owner or status. Goes into the operators' record, with who
    /// did it.
    ///
    /// @return the account as it is now; empty, and nothing changed, if it exists in another
    ///   currency
    Optional<Account> put(Account account, OperatorId by, Instant at);

    /// What we owe the account's owner. Always the sum of its postings.
    Optional<Money> balance(AccountId id);

    /// The account's movements, newest first.
    ///
    /// @param before only those older than this cursor; empty for the newest
    /// @param limit at most so many; 1 to 100
    List<AccountMovement> movements(AccountId id, Optional<Long> before, int limit);

    /// Blocks a card, or lets it pass again; it counts for credits decided from now on. Goes into
    /// the operators' record, with who did it.
    void setBlocked(CardFingerprint card, boolean blocked, OperatorId by, Instant at);

    /// One posting as its account's owner sees it.
    ///
    /// @param cursor grows with every posting; names the posting in `before`
    /// @param amount positive for a credit, negative for a debit
    record AccountMovement(long cursor, TransferId transfer, Money amount, Instant at) {}
}
