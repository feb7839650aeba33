package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.ProposedCredit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the rules judge credits by, read from the ledger for many at once.
final class Standings {

    private final Duration velocityPeriod;

    /// @param velocityPeriod how far back the accounts of a card are counted
    Standings(Duration velocityPeriod) {
        this.velocityPeriod = velocityPeriod;
    }

    /// Every other credit to one of these accounts or from one of these cards, and every change of
    /// one of these accounts, waits until this database transaction ends.
    ///
    /// Everybody locks accounts before cards, and each in one order, so nobody waits in a circle.
    void lock(Connection connection, Collection<ProposedCredit> credits) throws SQLException {
        var accounts =
                """
                select account_id
                  from account
                 where account_id = any(:accounts)
                 order by account_id
                   for no key update
                """;
        Sql.of(accounts)
                .on(connection)
                .each("accounts", ElementType.TEXT, credits, credit -> credit.account().value())
                .list(_ -> 0);
        // A card that was never credited has no row to lock.
        CardLocks.take(connection, credits.stream().map(ProposedCredit::card).toList());
    }

    /// Of the two indexes of credits each half fits one alone: a comparison with "is distinct from"
    /// does not say that there is an account, as the other index asks (V7).
    ///
    /// Credits from the future count too: of two nodes whose clocks differ, neither gets past a
    /// limit.
    ///
    /// @return for each, in order; empty where there is no such account
    List<Optional<Judged>> of(Connection connection, List<ProposedCredit> credits)
            throws SQLException {
        var judge =
                """
                select account.account_id, account.owner, account.currency, account.status,
                       own.ledger_account_id, day.credited, day.credits, other.accounts,
                       exists (select from blocked_card b where b.card_fingerprint in (a.card, a.other_card))
                           as blocked,
                       coalesce(owed.net_minor, 0) as balance
                  from unnest(:accounts::text[], :cards::text[], :other_cards::text[],
                              :sinces::timestamptz[], :card_sinces::timestamptz[])
                       with ordinality as a (account, card, other_card, since, card_since, n)
                  left join account
                    on account.account_id = a.account
                  left join ledger_account own
                    on own.kind = 'customer'
                   and own.account_id = a.account
                  left join balance owed
                    on owed.ledger_account_id = own.ledger_account_id
                   and owed.shard = 0
                 cross join lateral (
                       select coalesce(sum(d.amount_minor), 0) as credited, count(*) as credits
                         from decision d
                        where d.outcome = 'credited'
                          and d.account = a.account
                          and d.decided_at > a.since) as day
                 cross join lateral (
                       select array_agg(d.account) as accounts
                         from decision d
                        where d.outcome = 'credited'
                          and d.card_fingerprint in (a.card, a.other_card)
                          and d.account is distinct from a.account
                          and d.decided_at > a.card_since) as other
                 order by a.n
                """;
        return Sql.of(judge)
                .on(connection)
                .each("accounts", ElementType.TEXT, credits, credit -> credit.account().value())
                .each("cards", ElementType.TEXT, credits, credit -> credit.card().value())
                .each(
                        "other_cards",
                        ElementType.TEXT,
                        credits,
                        credit -> credit.card().other().orElse(null))
                .each("sinces", ElementType.TIMESTAMPTZ, credits, credit -> since(credit.at()))
                .each(
                        "card_sinces",
                        ElementType.TIMESTAMPTZ,
                        credits,
                        credit -> cardSince(credit.at()))
                .list(row ->
                        row.optionalText("account_id").isEmpty()
                                ? Optional.empty()
                                : Optional.of(judged(row)));
    }

    private Judged judged(Row row) throws SQLException {
        return new Judged(
                account(row),
                row.number("ledger_account_id"),
                row.sum("credited"),
                (int) row.number("credits"),
                accountIds(row),
                row.flag("blocked"),
                row.sum("balance"));
    }

    private static Set<AccountId> accountIds(Row row) throws SQLException {
        return row.texts("accounts").stream()
                .map(AccountId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    static Account account(Row row) throws SQLException {
        return new Account(
                new AccountId(row.text("account_id")),
                new CustomerId(row.text("owner")),
                Currency.getInstance(row.text("currency")),
                AccountStatus.valueOf(row.text("status")));
    }

    /// From when on an account's credits count.
    static Instant since(Instant at) {
        return before(at, CreditRules.PERIOD);
    }

    /// From when on a card's accounts count.
    Instant cardSince(Instant at) {
        return before(at, velocityPeriod);
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
