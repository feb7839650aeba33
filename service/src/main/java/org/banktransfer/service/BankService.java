package org.banktransfer.service;

import org.banktransfer.institution.Institutions;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.recovery.Recovery;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.connector.GuardedInstitution;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.console.ConsoleRoutes;
import org.banktransfer.service.console.InstitutionNow;
import org.banktransfer.service.console.Rates;
import org.banktransfer.service.console.Safety;
import org.banktransfer.service.desk.EventDesk;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.service.http.AccountRoutes;
import org.banktransfer.service.http.Authenticator;
import org.banktransfer.service.http.CardFingerprints;
import org.banktransfer.service.http.Door;
import org.banktransfer.service.http.EventRoutes;
import org.banktransfer.service.http.FingerprintKey;
import org.banktransfer.service.http.HttpApi;
import org.banktransfer.service.http.OperationRoutes;
import org.banktransfer.service.http.PageRoutes;
import org.banktransfer.service.http.ProgressRoutes;
import org.banktransfer.service.http.ProgressSettings;
import org.banktransfer.service.http.Readiness;
import org.banktransfer.service.http.ReferenceRoutes;
import org.banktransfer.service.http.TransferReadRoutes;
import org.banktransfer.service.http.TransferRoutes;
import org.banktransfer.service.http.WebhookRoutes;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.settings.InvalidSettings;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.telemetry.LogFields;
import org.banktransfer.service.telemetry.LogFormat;
import org.banktransfer.service.telemetry.Metrics;
import org.banktransfer.service.telemetry.SpanQueue;
import org.banktransfer.service.telemetry.Spans;
import org.banktransfer.service.webhook.Courier;
import org.banktransfer.service.webhook.Secrets;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// One node of the service, wired top to bottom: the best diagram of the system there is. Owns
/// every thread and every period.
final class BankService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BankService.class);

    private static final Duration RECOVERY_PAUSE = Duration.ofMillis(200);

    /// While an institution is silent, so many drives at once keep asking whether it is back. More
    /// would only fill the history with questions that were never sent.
    private static final int DRIVES_INTO_SILENCE = 4;

    /// Nearly always there is nothing to do; where there is, a cash-out waits for it.
    private static final Duration UPKEEP_PAUSE = Duration.ofMillis(100);

    /// How long after the commit of an event those hear of it who wait for one.
    private static final Duration EVENTS_PAUSE = Duration.ofMillis(100);

    /// How long after the commit of an event it is sent, besides the time for the sending.
    private static final Duration COURIER_PAUSE = Duration.ofMillis(200);

    private static final Duration PRUNE_PAUSE = Duration.ofMinutes(1);
    private static final int PRUNE_MAX = 1_000;

    private static final Duration ABOUT_A_SECOND = Duration.ofSeconds(1);
    private static final Duration BACKLOG_PAUSE = Duration.ofSeconds(5);
    private static final Duration MONEY_PAUSE = Duration.ofSeconds(15);

    /// So many of the newest transfers the console holds against their institutions.
    private static final int CONSOLE_AUDITS = 100;

    private static final Duration LAST_STEPS_WITHIN = Duration.ofSeconds(5);

    private final Settings settings;
    private final DataDirectory databases;
    private final PostgresStores stores;
    private final TransferDesk desk;
    private final ConsoleRoutes console;
    private final EventDesk events;
    private final Optional<Secrets> webhookSecrets;
    private final HttpApi api;
    private final Metrics metrics;
    private final Instruments instruments;
    private final Optional<Trace> trace;
    private final Optional<SpanQueue> spanQueue;
    private final Optional<Spans> spans;
    private final ExecutorService recoveryThreads;
    private final ExecutorService deliveryThreads;
    private final List<Recovery> recoveries;
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
        var clock = clock();
        var chance = new SecureRandom();
        // By the machine's clock, or the traces of several nodes could not be put in order.
        trace =
                settings.traceFile()
                        .map(file ->
                                Trace.open(file, InstantSource.system(), settings.engine().node()));
        spanQueue = settings.telemetry().collector().map(SpanQueue::to);
        spans = spanQueue.map(queue -> new Spans(queue, settings.engine().node(), clock, chance));
        var rules = new CreditRules(settings.rules());
        stores =
                PostgresStores.open(
                        databases.store(), databases.ledger(), rules, settings.database(), chance);
        metrics = new Metrics(clock);
        instruments = new Instruments(metrics, stores, clock);
        spanQueue.ifPresent(instruments::show);
        var guarded =
                Connectors.guarded(
                        settings.institutions(),
                        clock,
                        instruments::called,
                        () -> spans.flatMap(Spans::traceparent));
        // Under way while the rest is made, and at nobody's expense if it takes long.
        guarded.forEach(each -> Thread.ofVirtual().start(each::upkeep));
        var institutions = new Institutions(guarded);
        var rates = new Rates(guarded.stream().map(GuardedInstitution::name).toList(), clock);
        var engine =
                new TransferEngine(
                        stores.transfers(),
                        stores.ledger(),
                        institutions,
                        settings.engine(),
                        clock,
                        chance,
                        observer(rates));
        desk =
                new TransferDesk(
                        engine, stores.transfers(), stores.ledger(), settings.desk(), clock);
        events = new EventDesk(stores.events());
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
        deliveryThreads = Executors.newVirtualThreadPerTaskExecutor();
        webhookSecrets =
                DataDirectory.webhookSecrets(settings.webhookSecrets(), settings.databases());
        recoveries = guarded.stream().map(each -> recovery(each, engine, clock, chance)).toList();
        var readiness = new Readiness(stores::outOfReach, clock);
        var door = new Door(new Authenticator(settings.auth(), clock), settings.door(), clock);
        var safety = new Safety(() -> auditNewest(institutions), clock);
        console = console(door, engine, guarded, rates, safety, clock, chance);
        api = serve(door, redemption, fingerprints(), readiness, clock, chance);
        instruments.show(desk);
        warnOfTheForgotten();
        loops = startLoops(guarded, readiness, rates, safety, clock, chance);
    }

    /// For tests: how far this process's clock is from the machine's. No setting reaches it.
    private static InstantSource clock() {
        var offset = Duration.parse(System.getProperty("banktransfer.clock-offset", "PT0S"));
        return offset.isZero()
                ? InstantSource.system()
                : InstantSource.offset(InstantSource.system(), offset);
    }

    private StepObserver observer(Rates rates) {
        var inOrder = new ArrayList<StepObserver>();
        inOrder.add(metrics.transfers());
        inOrder.add(rates);
        trace.map(Trace::observer).ifPresent(inOrder::add);
        spans.ifPresent(inOrder::add);
        if (settings.telemetry().log() == LogFormat.JSON) {
            inOrder.add(new LogFields());
        }
        Checkpoint.fromSystemProperty().ifPresent(inOrder::add);
        return new Observers(inOrder);
    }

    private Recovery recovery(
            GuardedInstitution institution,
            TransferEngine engine,
            InstantSource clock,
            RandomGenerator chance) {
        var recovery =
                new Recovery(
                        institution.name(),
                        stores.transfers(),
                        engine,
                        settings.engine().claimFor(),
                        () ->
                                institution.standing().breaker().equals("closed")
                                        ? settings.recoveryDrives()
                                        : DRIVES_INTO_SILENCE,
                        clock,
                        chance,
                        recoveryThreads::execute,
                        new ToldRecovery(desk));
        instruments.show(institution, recovery::running);
        return recovery;
    }

    /// A card that is known by a key which this node does not have would look like a new one, with
    /// nothing unsettled.
    ///
    /// @throws InvalidSettings naming that key
    private CardFingerprints fingerprints() {
        var keys = DataDirectory.fingerprintKeys(settings.fingerprintKeys(), settings.databases());
        var unknown = new TreeSet<>(stores.fingerprintKeysInUse());
        keys.stream().map(FingerprintKey::id).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new InvalidSettings(
                    "setting card-fingerprint-key: transfers are unsettled whose cards are known by"
                            + " another key, "
                            + (unknown.first().isEmpty() ? "without an id" : unknown.first())
                            + "; add it until they are settled");
        }
        return new CardFingerprints(keys);
    }

    private ConsoleRoutes console(
            Door door,
            TransferEngine engine,
            List<GuardedInstitution> guarded,
            Rates rates,
            Safety safety,
            InstantSource clock,
            RandomGenerator chance) {
        return new ConsoleRoutes(
                settings.console(),
                door,
                new ConsoleRoutes.Bank(
                        settings.engine().node(),
                        stores.transfers(),
                        stores.search(),
                        stores.ledger(),
                        new Institutions(guarded),
                        stores.interventions(),
                        settings.engine().parkedRetry(),
                        engine::leeway,
                        safety,
                        rates,
                        () -> guarded.stream().map(BankService::now).toList()),
                clock,
                chance);
    }

    private static InstitutionNow now(GuardedInstitution institution) {
        var standing = institution.standing();
        return new InstitutionNow(
                institution.name(),
                standing.breaker(),
                standing.callsUnderWay(),
                standing.lookUpsLeft(),
                institution.capabilities().lookUpsPerMinute(),
                institution.isReady());
    }

    /// The whole ledger against itself, and the newest transfers against their institutions.
    private AuditReport auditNewest(Institutions institutions) throws InterruptedException {
        var everything =
                new TransferStore.Filter(Optional.empty(), Optional.empty(), Optional.empty());
        var newest = stores.transfers().list(everything, Optional.empty(), CONSOLE_AUDITS);
        var from =
                newest.isEmpty() ? InstantSource.system().instant() : newest.getLast().createdAt();
        return LiveAudit.of(stores, institutions, List.of(), from, _ -> {});
    }

    private HttpApi serve(
            Door door,
            Redemption redemption,
            CardFingerprints fingerprints,
            Readiness readiness,
            InstantSource clock,
            RandomGenerator chance) {
        return HttpApi.serve(
                settings.http(),
                new ObservedExchanges(instruments, spans),
                clock,
                chance,
                List.of(
                        new TransferRoutes(
                                door,
                                readiness,
                                redemption,
                                desk,
                                fingerprints,
                                settings.http().answerWithin(),
                                clock),
                        new TransferReadRoutes(door, stores.transfers(), stores.accounts(), desk),
                        new ProgressRoutes(
                                door, stores.transfers(), desk, ProgressSettings.defaults()),
                        new AccountRoutes(door, stores.accounts(), clock),
                        new EventRoutes(door, events),
                        new WebhookRoutes(door, stores.webhooks(), webhookRules(), clock, chance),
                        new OperationRoutes(readiness, metrics::scrape),
                        new PageRoutes(),
                        new ReferenceRoutes(),
                        console));
    }

    private WebhookRoutes.Rules webhookRules() {
        return new WebhookRoutes.Rules(
                settings.webhooks().reach()::whyNot,
                webhookSecrets.map(secrets -> secrets::newest),
                settings.webhooks().oldSecretFor());
    }

    private List<Loop> startLoops(
            List<GuardedInstitution> guarded,
            Readiness readiness,
            Rates rates,
            Safety safety,
            InstantSource clock,
            RandomGenerator chance) {
        var claimPause = settings.engine().claimFor().dividedBy(4);
        var started = new ArrayList<Loop>();
        for (var recovery : recoveries) {
            var name = "recovery-" + recovery.institution();
            started.add(Loop.start(name, recovery::runOnce, RECOVERY_PAUSE));
            started.add(Loop.start(name + "-claims", () -> idle(recovery.prolong()), claimPause));
        }
        for (var institution : guarded) {
            var name = "upkeep-" + institution.name();
            started.add(
                    Loop.start(
                            name,
                            () -> {
                                institution.upkeep();
                                return 0;
                            },
                            UPKEEP_PAUSE));
        }
        var claims = desk.claimKeeper();
        started.add(Loop.start("claims", () -> idle(claims.runOnce()), claimPause));
        var slowHeaders = api.slowHeaders();
        started.add(Loop.start("slow-headers", () -> idle(slowHeaders.runOnce()), ABOUT_A_SECOND));
        started.add(
                Loop.start("readiness", () -> idle(readiness.runOnce().size()), ABOUT_A_SECOND));
        spanQueue.ifPresent(
                queue -> started.add(Loop.start("spans", queue::runOnce, ABOUT_A_SECOND)));
        started.add(Loop.start("events", () -> idle(events.runOnce()), EVENTS_PAUSE));
        webhookSecrets
                .map(secrets ->
                        new Courier(
                                stores.webhooks(),
                                secrets,
                                EventRoutes::written,
                                settings.webhooks(),
                                clock,
                                chance,
                                deliveryThreads))
                .ifPresent(courier ->
                        started.add(Loop.start("courier", courier::runOnce, COURIER_PAUSE)));
        started.add(
                Loop.start(
                        "events-kept",
                        () ->
                                stores.events()
                                        .prune(
                                                clock.instant().minus(settings.keepEventsFor()),
                                                PRUNE_MAX),
                        PRUNE_PAUSE));
        started.add(
                Loop.start(
                        "backlog",
                        () -> {
                            instruments.lookAtBacklog();
                            return 0;
                        },
                        BACKLOG_PAUSE));
        started.add(
                Loop.start(
                        "money",
                        () -> {
                            instruments.lookAtMoney();
                            return 0;
                        },
                        MONEY_PAUSE));
        started.add(Loop.start("console-rates", () -> idle(rates.runOnce()), Rates.PERIOD));
        started.add(Loop.start("console-audit", safety::runOnce, ABOUT_A_SECOND));
        return started;
    }

    /// Transfers of an institution that the settings no longer name are driven by nobody.
    private void warnOfTheForgotten() {
        var known = settings.institutions().stream().map(InstitutionSettings::name).toList();
        for (var backlog : stores.transfers().backlog()) {
            if (!known.contains(backlog.institution())) {
                LOG.error(
                        "{} transfers of institution {} are not settled, and it has no settings",
                        backlog.unsettled(),
                        backlog.institution());
            }
        }
    }

    /// For work that is done at its time, however much there was to do.
    private static int idle(int did) {
        return Math.min(did, 0);
    }

    /// Where it listens.
    URI url() {
        var host = settings.http().host();
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + api.port());
    }

    /// Takes no more requests, lets what is in flight finish within the time that was set, and
    /// leaves the rest to recovery.
    @Override
    public void close() {
        recoveries.forEach(Recovery::stop);
        events.close();
        boolean finished = desk.close(settings.stopWithin());
        LOG.info(finished ? "stopped with nothing in flight" : "stopped; recovery has the rest");
        api.close();
        // All are told before one is waited for: each may be waiting for a database that is down.
        loops.forEach(Loop::stop);
        loops.forEach(Loop::close);
        awaitLastOf(recoveryThreads);
        awaitLastOf(deliveryThreads);
        stores.close();
        spanQueue.ifPresent(SpanQueue::close);
        console.close();
        metrics.close();
        databases.close();
        trace.ifPresent(Trace::close);
    }

    /// Each ends within its adapter's own deadline; one that does not has its wait broken off.
    private static void awaitLastOf(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_STEPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
