package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.money.Money;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Customers' accounts in the ledger's database.
final class PostgresAccounts implements Accounts {

    private static final int MOVEMENTS_MAX = 100;

    private final Connections connections;

    PostgresAccounts(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Optional<Account> find(AccountId id) {
        var find =
                """
                select account_id, owner, currency, status
                  from account
                 where account_id = :account
                """;
        return reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(find)
                                .on(connection)
                                .set("account", id.value())
                                .first(Standings::account)));
    }

    @Override
    public Optional<Account> put(Account account, OperatorId by, Instant at) {
        return reaching(() ->
                connections.inOne(connection -> {
                    var stored = put(connection, account, at);
                    if (stored.isPresent()) {
                        OperatorActions.accountPut(connection, account, by, at);
                    }
                    return stored;
                }));
    }

    /// Waits for credits to the account that are being decided, and those that come wait for it:
    /// none is decided by what the account was before.
    private static Optional<Account> put(Connection connection, Account account, Instant at)
            throws SQLException {
        var put =
                """
                insert into account as a (account_id, owner, currency, status, created_at, updated_at)
                values (:account, :owner, :currency, :status, :at, :at)
                    on conflict (account_id)
                    do update set owner = excluded.owner,
                                  status = excluded.status,
                                  updated_at = excluded.updated_at
                     where a.currency = excluded.currency
                returning account_id, owner, currency, status
                """;
        var stored =
                Sql.of(put)
                        .on(connection)
                        .set("account", account.id().value())
                        .set("owner", account.owner().value())
                        .set("currency", account.currency().getCurrencyCode())
                        .set("status", account.status().name())
                        .set("at", at)
                        .first(Standings::account);
        if (stored.isPresent()) {
            LedgerAccounts.makeForCustomer(
                    connection, new CustomerAccount(account.id(), account.currency()));
        }
        return stored;
    }

    @Override
    public Optional<Money> balance(AccountId id) {
        var sum =
                """
                select l.currency, coalesce(sum(b.net_minor), 0) as balance
                  from ledger_account l
                  left join balance b using (ledger_account_id)
                 where l.kind = 'customer'
                   and l.account_id = :account
                 group by l.ledger_account_id
                """;
        return reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(sum)
                                .on(connection)
                                .set("account", id.value())
                                .first(row ->
                                        Money.of(
                                                row.sum("balance").longValueExact(),
                                                row.text("currency")))));
    }

    @Override
    public List<AccountMovement> movements(AccountId id, Optional<Long> before, int limit) {
        if (limit < 1 || limit > MOVEMENTS_MAX) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
        var movements =
                """
                select p.posting_id, p.transfer_id, p.amount_minor, p.currency, p.posted_at
                  from posting p
                 where p.credit_account = (select ledger_account_id
                                             from ledger_account
                                            where kind = 'customer'
                                              and account_id = :account)
                   and p.kind = 'credited'
                   and p.posting_id < :before
                 order by p.posting_id desc
                 limit :limit
                """;
        return reaching(() ->
                connections.eachOnItsOwn(connection ->
                        Sql.of(movements)
                                .on(connection)
                                .set("account", id.value())
                                .set("before", before.orElse(Long.MAX_VALUE))
                                .set("limit", limit)
                                .list(PostgresAccounts::movement)));
    }

    private static AccountMovement movement(Row row) throws SQLException {
        return new AccountMovement(
                row.number("posting_id"),
                row.transferId(),
                Money.of(row.number("amount_minor"), row.text("currency")),
                row.instant("posted_at"));
    }

    @Override
    public void setBlocked(CardFingerprint card, boolean blocked, OperatorId by, Instant at) {
        var block =
                """
                insert into blocked_card (card_fingerprint, blocked_at)
                select unnest(:cards::text[]), :at
                    on conflict do nothing
                """;
        var unblock = "delete from blocked_card where card_fingerprint = any(:cards)";
        reaching(() ->
                connections.inOne(connection -> {
                    var run =
                            Sql.of(blocked ? block : unblock)
                                    .on(connection)
                                    .set("cards", ElementType.TEXT, card.digests());
                    (blocked ? run.set("at", at) : run).update();
                    OperatorActions.cardBlocked(connection, card, blocked, by, at);
                    return blocked;
                }));
    }

    private interface Asked<T> {
        T answer() throws SQLException;
    }

    private static <T> T reaching(Asked<T> asked) {
        try {
            return asked.answer();
        } catch (SQLException e) {
            var message = "accounts: " + SqlErrors.describe(e);
            throw SqlErrors.isOutOfReach(e)
                    ? new LedgerUnreachable(message, e)
                    : new IllegalStateException(message, e);
        }
    }
}
