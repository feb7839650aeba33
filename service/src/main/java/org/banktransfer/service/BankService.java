package org.banktransfer.service;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.connector.GuardedInstitution;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.service.http.HttpApi;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.recovery.Recovery;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.telemetry.Metrics;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TransferEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node of the service, wired top to bottom: the best diagram of the system there is. Owns every
/// thread and every period.
final class BankService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BankService.class);

    private static final Duration RECOVERY_PAUSE = Duration.ofMillis(200);
    private static final Duration METRICS_PAUSE = Duration.ofSeconds(5);

    private final Settings settings;
    private final DataDirectory databases;
    private final PostgresStores stores;
    private final TransferDesk desk;
    private final HttpApi api;
    private final Metrics metrics;
    private final ExecutorService recoveryThreads;
    private final List<Loop> loops;

    /// Starts everything; returns once it answers.
    ///
    /// @throws RuntimeException with one line that says what is wrong; nothing is left running
    static BankService start(Settings settings) {
        var databases = DataDirectory.open(settings.databases());
        try {
            return new BankService(settings, databases);
        } catch (RuntimeException e) {
            databases.close();
            throw e;
        }
    }

    private BankService(Settings settings, DataDirectory databases) {
        this.settings = settings;
        this.databases = databases;
        var clock = InstantSource.system();
        var chance = new SecureRandom();
        var rules = new CreditRules(settings.rules());
        stores =
                PostgresStores.open(
                        databases.store(),
                        databases.ledger(),
                        rules,
                        settings.database(),
                        chance);
        var guarded = Connectors.guarded(settings.institutions(), clock);
        var institutions = new Institutions(guarded);
        metrics = new Metrics();
        var engine =
                new TransferEngine(
                        stores.transfers(),
                        stores.ledger(),
                        institutions,
                        settings.engine(),
                        clock,
                        chance,
                        observer(metrics));
        desk =
                new TransferDesk(
                        engine, stores.transfers(), stores.ledger(), settings.desk(), clock);
        var redemption =
                new Redemption(
                        stores.transfers(),
                        stores.ledger(),
                        institutions,
                        engine,
                        settings.engine(),
                        settings.pins(),
                        clock,
                        chance);
        recoveryThreads = Executors.newVirtualThreadPerTaskExecutor();
        var recoveries =
                settings.institutions().stream()
                        .map(each -> recovery(each.name(), engine, clock, chance))
                        .toList();
        api = serve(redemption, clock, chance);
        show(guarded);
        loops = startLoops(recoveries, clock);
    }
