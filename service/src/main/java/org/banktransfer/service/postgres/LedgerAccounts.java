package org.banktransfer.service.postgres;

import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAccount.Suspense;
import org.banktransfer.ledger.LedgerAccount.TransfersInTransit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The bank's own ledger accounts, by the number the ledger gave them; made when first needed. They
/// are few, and a number never changes, so each is asked for once. Safe under concurrency.
final class LedgerAccounts {

    private final Connections connections;
    private final ConcurrentMap<LedgerAccount, Long> known = new ConcurrentHashMap<>();

    LedgerAccounts(Connections connections) {
        this.connections = connections;
    }

    /// Not to be called within a database transaction: it takes a connection of its own, and an
    /// account that is made is there for all to see, whatever becomes of the posting it was made
    /// for.
    long idOf(LedgerAccount account) throws SQLException {
        var id = known.get(account);
        if (id == null) {
            id = connections.eachOnItsOwn(connection -> findOrMake(connection, account));
            known.put(account, id);
        }
        return id;
    }

    private static long findOrMake(Connection connection, LedgerAccount account)
            throws SQLException {
        var columns = Columns.of(account);
        var found = find(connection, columns);
        if (found.isPresent()) {
            return found.get();
        }
        make(connection, columns);
        return find(connection, columns).orElseThrow();
    }

    /// Makes a customer's account, in the database transaction that opens it.
    static void makeForCustomer(Connection connection, CustomerAccount account)
            throws SQLException {
        var columns = Columns.of(account);
        if (find(connection, columns).isEmpty()) {
            make(connection, columns);
        }
    }

    private static Optional<Long> find(Connection connection, Columns columns) throws SQLException {
        // No index finds what "is not distinct from" a parameter.
        var find =
                """
                select ledger_account_id
                  from ledger_account
                 where kind = :kind
                   and account_id %s
                   and institution %s
                   and currency = :currency
                """
                        .formatted(
                                columns.account().isPresent() ? "= :account" : "is null",
                                columns.institution().isPresent() ? "= :institution" : "is null");
        var run =
                Sql.of(find)
                        .on(connection)
                        .set("kind", columns.kind())
                        .set("currency", columns.currency());
        columns.account().ifPresent(account -> run.set("account", account));
        columns.institution().ifPresent(institution -> run.set("institution", institution));
        return run.first(row -> row.number("ledger_account_id"));
    }

    /// Of several that make the same account at once, one does, and the others wait until it is
    /// done.
    private static void make(Connection connection, Columns columns) throws SQLException {
        var make =
                """
                insert into ledger_account (kind, account_id, institution, currency)
                values (:kind, :account, :institution, :currency)
                    on conflict do nothing
                """;
        Sql.of(make)
                .on(connection)
                .set("kind", columns.kind())
                .set("account", columns.account().orElse(null))
                .set("institution", columns.institution().orElse(null))
                .set("currency", columns.currency())
                .update();
    }

    /// A ledger account as its table writes it.
    private record Columns(
            String kind, Optional<String> account, Optional<String> institution, String currency) {

        static Columns of(LedgerAccount account) {
            var currency = account.currency().getCurrencyCode();
            return switch (account) {
                case CustomerAccount(var id, _) ->
                        new Columns(
                                "customer", Optional.of(id.value()), Optional.empty(), currency);
                case DueFromInstitution(var name, _) ->
                        new Columns(
                                "due_from_institution",
                                Optional.empty(),
                                Optional.of(name.value()),
                                currency);
                case TransfersInTransit _ ->
                        new Columns(
                                "transfers_in_transit",
                                Optional.empty(),
                                Optional.empty(),
                                currency);
                case Suspense _ ->
                        new Columns("suspense", Optional.empty(), Optional.empty(), currency);
            };
        }
    }
}
