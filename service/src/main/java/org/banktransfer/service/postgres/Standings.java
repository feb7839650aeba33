package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.Standing;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/// What the rules judge a credit by, read from the ledger.
final class Standings {

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Duration velocityPeriod;

    Standings(Duration velocityPeriod) {
        this.velocityPeriod = velocityPeriod;
    }

    /// A customer's account, and the number of its ledger account.
    record Found(Account account, long ledgerAccount) {}

    /// What the rules judge by.
    ///
    /// @param balance what we owe the account's owner already
    record Judged(Standing standing, BigDecimal balance) {

        /// The rules' refusal; or, if they have none, that of a balance with no room for the
        /// amount.
        Optional<VoidReason> refusal(CreditRules rules, ProposedCredit credit) {
            return rules.refusal(credit, standing)
                    .or(() ->
                            credit.amount() instanceof Exactly(Money amount) && overflows(amount)
                                    ? Optional.of(VoidReason.REFUSED_LIMIT)
                                    : Optional.empty());
        }

        private boolean overflows(Money amount) {
            return balance.add(BigDecimal.valueOf(amount.minor())).compareTo(MOST) > 0;
        }
    }

    Optional<Found> find(Connection connection, AccountId id) throws SQLException {
        return find(connection, id, "");
    }

    /// Every other credit to the account, and every change of the account, waits until this
    /// database transaction ends.
    Optional<Found> lock(Connection connection, AccountId id) throws SQLException {
        return find(connection, id, "for no key update of account");
    }

    private static Optional<Found> find(Connection connection, AccountId id, String lock)
            throws SQLException {
        var find =
                """
                select account.account_id, owner, account.currency, status, ledger_account_id
                  from account
                  join ledger_account using (account_id)
                 where account.account_id = :account
                """;
        return Sql.of(find + lock)
                .on(connection)
                .set("account", id.value())
                .first(row -> new Found(account(row), row.number("ledger_account_id")));
    }

    static Account account(Row row) throws SQLException {
        return new Account(
                new AccountId(row.text("account_id")),
                new CustomerId(row.text("owner")),
                Currency.getInstance(row.text("currency")),
                AccountStatus.valueOf(row.text("status")));
    }

    /// Every other credit from the card waits until this database transaction ends. A lock by
    /// number, since a card that was never credited has no row to lock; two cards of the same first
    /// 64 bits wait for each other for nothing.
    void lock(Connection connection, CardFingerprint card) throws SQLException {
        var lock = "select pg_advisory_xact_lock(:card)";
        Sql.of(lock)
                .on(connection)
                .set("card", Long.parseUnsignedLong(card.value(), 0, 16, 16))
                .list(_ -> 0);
    }

    /// Credits from the future count too: of two nodes whose clocks differ, neither gets past a
    /// limit.
    Judged of(Connection connection, Found found, ProposedCredit credit) throws SQLException {
        var judge =
                """
                select (select coalesce(sum(amount_minor), 0)
                          from decision
                         where outcome = 'credited'
                           and account = :account
                           and decided_at > :since) as credited,
                       (select count(*)
                          from decision
                         where outcome = 'credited'
                           and account = :account
                           and decided_at > :since) as credits,
                       (select count(distinct account)
                          from decision
                         where outcome = 'credited'
                           and card_fingerprint = :card
                           and account <> :account
                           and decided_at > :card_since) as other_accounts,
                       exists (select from blocked_card
                                where card_fingerprint = :card) as blocked,
                       (select coalesce(sum(net_minor), 0)
                          from balance
                         where ledger_account_id = :ledger_account) as balance
                """;
        var account = found.account();
        return Sql.of(judge)
                .on(connection)
                .set("account", account.id().value())
                .set("since", before(credit.at(), CreditRules.PERIOD))
                .set("card", credit.card().value())
                .set("card_since", before(credit.at(), velocityPeriod))
                .set("ledger_account", found.ledgerAccount())
                .first(row ->
                        new Judged(
                                new Standing(
                                        account,
                                        new Money(
                                                row.sum("credited").min(MOST).longValue(),
                                                account.currency()),
                                        (int) row.number("credits"),
                                        (int) row.number("other_accounts"),
                                        row.flag("blocked")),
                                row.sum("balance")))
                .orElseThrow();
    }

    /// A period may be set so long that it begins before all time that a database knows.
    private static Instant before(Instant at, Duration period) {
        try {
            var since = at.minus(period);
            return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since;
        } catch (ArithmeticException | DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
