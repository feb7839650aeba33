package org.banktransfer.service.postgres;

import org.banktransfer.event.EventFeed;
import org.banktransfer.event.Webhooks;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.TransferSearch;
import org.banktransfer.transfer.TransferStore;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The transfer store and the ledger, each in its own database, which may be on two servers:
/// nothing here ever spans both in one database transaction. Safe under concurrency.
public final class PostgresStores implements AutoCloseable {

    private final Connections transferConnections;
    private final Connections ledgerConnections;
    private final PostgresTransferStore transfers;
    private final TransferSearch search;
    private final Interventions interventions;
    private final PostgresEvents events;
    private final PostgresWebhooks webhooks;
    private final PostgresLedger ledger;
    private final PostgresAccounts accounts;
    private final Books books;

    private PostgresStores(
            Connections transferConnections,
            Connections ledgerConnections,
            CreditRules rules,
            DatabaseSettings settings,
            RandomGenerator chance) {
        this.transferConnections = transferConnections;
        this.ledgerConnections = ledgerConnections;
        transfers = new PostgresTransferStore(transferConnections, settings, chance.nextLong());
        search = new PostgresTransferSearch(transferConnections);
        interventions = new PostgresInterventions(transferConnections, ledgerConnections);
        events = new PostgresEvents(transferConnections);
        webhooks = new PostgresWebhooks(transferConnections);
        ledger = new PostgresLedger(ledgerConnections, settings, rules);
        accounts = new PostgresAccounts(ledgerConnections);
        books = new Books(ledgerConnections);
    }

    /// Brings both schemas up to date and opens the stores.
    ///
    /// @param rules what the ledger asks before it credits
    /// @param chance must be unpredictable: it tells this process's history from every other's
    /// @throws DatabaseUnusable with one line, if a database can't be reached or migrated
    public static PostgresStores open(
            Database transfers,
            Database ledger,
            CreditRules rules,
            DatabaseSettings settings,
            RandomGenerator chance) {
        migrate(transfers, "db/transfers", settings);
        migrate(ledger, "db/ledger", settings);
        return join(transfers, ledger, rules, settings, chance);
    }

    /// Opens the stores with their schemas as they are, by the service's login alone: for commands
    /// beside the service, which have no business changing a schema that is in use.
    ///
    /// @param rules what the ledger asks before it credits
    /// @param chance must be unpredictable: it tells this process's history from every other's
    public static PostgresStores join(
            Database transfers,
            Database ledger,
            CreditRules rules,
            DatabaseSettings settings,
            RandomGenerator chance) {
        return new PostgresStores(
                new Connections("transfers", transfers.service(), settings),
                new Connections("ledger", ledger.service(), settings),
                rules,
                settings,
                chance);
    }

    private static void migrate(Database database, String location, DatabaseSettings settings) {
        try {
            Migrations.run(database, location, settings);
        } catch (SQLException e) {
            throw new DatabaseUnusable(database.service() + ": " + SqlErrors.describe(e), e);
        } catch (RuntimeException e) {
            // Flyway's own, whose messages run over many lines.
            var line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new DatabaseUnusable(database.service() + ": " + line, e);
        }
    }

    public TransferStore transfers() {
        return transfers;
    }

    public TransferSearch search() {
        return search;
    }

    public Interventions interventions() {
        return interventions;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    public EventFeed events() {
        return events;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Books books() {
        return books;
    }

    /// Which of the databases do not answer now, for people.
    public List<String> outOfReach() {
        var silent = new ArrayList<String>();
        // Both at once: they are often down together, and each takes its time to be found so.
        var ledger = new FutureTask<>(ledgerConnections::reachable);
        Thread.ofVirtual().name("ledger-reachable").start(ledger);
        if (!transferConnections.reachable()) {
            silent.add("transfer store");
        }
        if (!answered(ledger)) {
            silent.add("ledger");
        }
        return silent;
    }

    private static boolean answered(Future<Boolean> reachable) {
        try {
            return reachable.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The ids of the fingerprint keys by which cards have unsettled transfers; empty for the key
    /// without an id.
    ///
    /// @throws org.banktransfer.transfer.StoreUnreachable if it is out of reach
    public Set<String> fingerprintKeysInUse() {
        return transfers.fingerprintKeysInUse();
    }

    /// What would be forgotten without each fingerprint key that ever was in use.
    ///
    /// @param pinsSince wrong PINs before it count no more
    /// @param creditsSince likewise credits from a card
    /// @throws DatabaseUnusable with one line, if a database can't be read
    public List<KeyUse> fingerprintKeys(Instant pinsSince, Instant creditsSince) {
        try {
            return transferConnections.eachOnItsOwn(transfers ->
                    ledgerConnections.eachOnItsOwn(
                            ledger -> KeyUses.all(transfers, ledger, pinsSince, creditsSince)));
        } catch (SQLException e) {
            throw new DatabaseUnusable(SqlErrors.describe(e), e);
        }
    }

    /// What does not hold within the transfer store, a sentence for each; empty if all is well.
    ///
    /// @throws org.banktransfer.transfer.StoreUnreachable if it is out of reach
    public List<String> faultsOfTransfers() {
        return transfers.slotsWithoutIntent();
    }

    /// How much progress this process could not write and let go of; recovery finds it again. For
    /// metrics: more than zero means that the transfer store was out of reach for long.
    public long droppedProgress() {
        return transfers.droppedProgress();
    }

    /// How each queue in front of the databases stands, whenever it is asked. For metrics.
    public List<Supplier<QueueStanding>> queues() {
        return Stream.of(transfers.queues(), ledger.queues()).flatMap(List::stream).toList();
    }

    /// How the connections to each database are used, whenever it is asked. For metrics.
    public List<Supplier<PoolStanding>> pools() {
        return List.of(transferConnections::standing, ledgerConnections::standing);
    }

    /// What the unsettled transfers are about, of the oldest 10,000 and as far as it is known: what
    /// was paid, or else asked for. In whole minor units. For metrics.
    ///
    /// @throws org.banktransfer.transfer.StoreUnreachable if it is out of reach
    public Map<Currency, Long> unsettledMoney() {
        return transfers.unsettledMoney();
    }

    /// Writes what waits to be written, within the settings' time, and lets go of the connections.
    @Override
    public void close() {
        transfers.close();
        ledger.close();
        transferConnections.close();
        ledgerConnections.close();
    }
}
