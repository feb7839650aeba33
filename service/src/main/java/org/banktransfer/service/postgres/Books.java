package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerUnreachable;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The ledger's sums for whoever audits them: read only, each from one consistent view of the live
/// data. Safe under concurrency. Throws [LedgerUnreachable] if the ledger can't be reached in time.
public final class Books {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Connections connections;

    Books(Connections connections) {
        this.connections = connections;
    }

    /// What a ledger account comes to.
    ///
    /// @param account its number in the ledger
    /// @param kind `customer`, `due_from_institution`, `transfers_in_transit` or `suspense`; `none`
    ///   if postings or a balance name an account that is not there
    /// @param whose the customer's account or the institution; empty if the kind has but one a
    ///   currency
    /// @param kept credits less debits as the balance says; empty if there is no balance
    /// @param recomputed credits less debits, added up from the postings; empty if there are none
    public record Total(
            long account,
            String kind,
            Optional<String> whose,
            Currency currency,
            Optional<BigInteger> kept,
            Optional<BigInteger> recomputed) {

        /// Whether the balance is what the postings make it.
        public boolean agrees() {
            return kept.orElse(BigInteger.ZERO).equals(recomputed.orElse(BigInteger.ZERO));
        }
    }

    /// The whole ledger at one instant.
    ///
    /// @param totals every ledger account's balance beside the sum of its postings
    /// @param faults what does not hold between decisions and postings, and what is on record
    ///   otherwise than it was sealed, each a sentence
    /// @param heads of the chains of seals, to be kept elsewhere
    public record Audit(List<Total> totals, List<String> faults, List<SealHead> heads) {}

    /// Something that an operator did.
    ///
    /// @param kind `account_put`, `card_blocked` or `card_unblocked`; of a transfer `proposed`,
    ///   `approved` or `rejected`
    /// @param about the account, the card's fingerprint, or the transfer
    /// @param detail what it is from then on, as JSON
    public record Action(Instant at, String by, String kind, String about, String detail) {}

    /// Reads every posting there is, in one snapshot, and writes nothing.
    public Audit audit() {
        try {
            // In one database transaction, so that the limits on its time can be lifted for it
            // alone.
            return connections.inOne(connection -> {
                connection.setNetworkTimeout(Runnable::run, 0);
                Sql.of("set transaction isolation level repeatable read, read only")
                        .on(connection)
                        .update();
                Sql.of("set local statement_timeout = 0").on(connection).update();
                // All rows of all tables meet.
                Sql.of("set local enable_seqscan = on").on(connection).update();
                Sql.of("set local enable_hashjoin = on").on(connection).update();
                Sql.of("set local enable_mergejoin = on").on(connection).update();
                Sql.of("set local enable_material = on").on(connection).update();
                var faults = new ArrayList<>(BookChecks.faults(connection));
                faults.addAll(Seals.faults(connection));
                return new Audit(totals(connection), faults, Seals.heads(connection));
            });
        } catch (SQLException e) {
            throw new LedgerUnreachable("books: " + SqlErrors.describe(e), e);
        }
    }

    /// What the bank's own accounts come to by their balances: a few rows, found by an index. An
    /// asset's debits count, a liability's credits.
    public List<HeldMoney> held() {
        var held =
                """
                select kind, institution, currency,
                       sum(case kind when 'due_from_institution' then -net_minor else net_minor end)
                           ::text as minor
                  from ledger_account
                  join balance using (ledger_account_id)
                 where kind in ('due_from_institution', 'transfers_in_transit', 'suspense')
                 group by kind, institution, currency
                 order by kind, institution, currency
                """;
        try {
            return connections.eachOnItsOwn(connection ->
                    Sql.of(held)
                            .on(connection)
                            .list(row ->
                                    new HeldMoney(
                                            row.text("kind"),
                                            row.optionalText("institution"),
                                            Currency.getInstance(row.text("currency")),
                                            new BigInteger(row.text("minor")))));
        } catch (SQLException e) {
            throw new LedgerUnreachable("books: " + SqlErrors.describe(e), e);
        }
    }

    /// @param kept heads that an earlier audit has shown
    /// @return a sentence for each that the record no longer leads through: what was on record then
    ///   is not any more
    public List<String> missing(List<SealHead> kept) {
        try {
            return connections.eachOnItsOwn(connection -> Seals.missing(connection, kept));
        } catch (SQLException e) {
            throw new LedgerUnreachable("books: " + SqlErrors.describe(e), e);
        }
    }

    /// What operators did at `from` or later, oldest first.
    ///
    /// @param limit the newest so many
    public List<Action> actions(Instant from, int limit) {
        var actions =
                """
                select *
                  from (select done_at, done_by, kind, about, detail::text as detail
                          from operator_action
                         where done_at >= :from
                         order by done_at desc
                         limit :limit) newest
                 order by done_at
                """;
        try {
            return connections.eachOnItsOwn(connection ->
                    Sql.of(actions)
                            .on(connection)
                            .set("from", from)
                            .set("limit", limit)
                            .list(row ->
                                    new Action(
                                            row.instant("done_at"),
                                            row.text("done_by"),
                                            row.text("kind"),
                                            row.text("about"),
                                            row.text("detail"))));
        } catch (SQLException e) {
            throw new LedgerUnreachable("books: " + SqlErrors.describe(e), e);
        }
    }

    /// A decision, and for whom.
    ///
    /// @param account empty if it is a void that names nobody
    public record Decided(
            TransferId id, InstitutionName institution, Optional<AccountId> account) {}

    /// Decisions made at `from` or later, in the order of their ids, after the one given.
    public List<Decided> decided(Instant from, Optional<TransferId> after, int limit) {
        var decided =
                """
                select transfer_id, institution, account
                  from decision
                 where decided_at >= :from
                   and transfer_id > :after
                 order by transfer_id
                 limit :limit
                """;
        try {
            // Without limits on its time: what is older than the period is read over.
            return connections.inOne(connection -> {
                connection.setNetworkTimeout(Runnable::run, 0);
                Sql.of("set local statement_timeout = 0").on(connection).update();
                return Sql.of(decided)
                        .on(connection)
                        .set("from", from)
                        .set("after", after.map(TransferId::value).orElse(BEFORE_ALL))
                        .set("limit", limit)
                        .list(Books::decided);
            });
        } catch (SQLException e) {
            throw new LedgerUnreachable("books: " + SqlErrors.describe(e), e);
        }
    }

    private static Decided decided(Row row) throws SQLException {
        return new Decided(
                row.transferId(),
                new InstitutionName(row.text("institution")),
                row.optionalText("account").map(AccountId::new));
    }

    private static List<Total> totals(Connection connection) throws SQLException {
        var totals =
                """
                with side as (
                    select debit_account as ledger_account_id, -amount_minor::numeric as net
                      from posting
                     union all
                    select credit_account, amount_minor::numeric
                      from posting),
                recomputed as (
                    select ledger_account_id, sum(net)::text as net
                      from side
                     group by ledger_account_id),
                kept as (
                    select ledger_account_id, sum(net_minor)::text as net
                      from balance
                     group by ledger_account_id)
                select ledger_account_id, coalesce(kind, 'none') as kind,
                       coalesce(account_id, institution) as whose,
                       coalesce(currency, 'XXX') as currency, kept.net as kept, recomputed.net as recomputed
                  from ledger_account
                  full join kept using (ledger_account_id)
                  full join recomputed using (ledger_account_id)
                 order by ledger_account_id
                """;
        return Sql.of(totals).on(connection).list(Books::total);
    }

    private static Total total(Row row) throws SQLException {
        return new Total(
                row.number("ledger_account_id"),
                row.text("kind"),
                row.optionalText("whose"),
                Currency.getInstance(row.text("currency")),
                row.optionalText("kept").map(BigInteger::new),
                row.optionalText("recomputed").map(BigInteger::new));
    }
}
