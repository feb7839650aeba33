package org.banktransfer.service;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.service.connector.GuardedInstitution;
import org.banktransfer.service.connector.GuardedInstitution.Standing;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.service.http.Exchanged;
import org.banktransfer.service.http.Limit;
import org.banktransfer.service.http.ProblemCode;
import org.banktransfer.service.postgres.HeldMoney;
import org.banktransfer.service.postgres.PoolStanding;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.postgres.QueueStanding;
import org.banktransfer.service.telemetry.Metrics;
import org.banktransfer.service.telemetry.Metrics.Amount;
import org.banktransfer.service.telemetry.Metrics.MoneyGauge;
import org.banktransfer.service.telemetry.SpanQueue;
import org.banktransfer.transfer.TransferStore.Backlog;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Every part of a node beside the metric that shows it. Most are read when the metrics are; what
/// only a database knows is asked for by [#lookAtBacklog] and [#lookAtMoney], once in a while.
final class Instruments {

    private final Metrics metrics;
    private final PostgresStores stores;
    private final InstantSource clock;
    private final MoneyGauge unsettledMoney;
    private final MoneyGauge due;
    private final MoneyGauge inTransit;
    private final MoneyGauge suspense;
    private final List<InstitutionName> known = new CopyOnWriteArrayList<>();

    Instruments(Metrics metrics, PostgresStores stores, InstantSource clock) {
        this.metrics = metrics;
        this.stores = stores;
        this.clock = clock;
        unsettledMoney =
                metrics.money(
                        "banktransfer.money.unsettled",
                        "paid or, where that is not known, asked for by the oldest 10,000 unsettled"
                                + " transfers");
        due =
                metrics.money(
                        "banktransfer.money.due",
                        "what an institution owes us until it settles, by the ledger");
        inTransit =
                metrics.money(
                        "banktransfer.money.in.transit",
                        "paid, voided and not yet acknowledged as reversed, by the ledger");
        suspense =
                metrics.money(
                        "banktransfer.money.suspense",
                        "waiting for a person's decision, by the ledger");
        stores.queues().forEach(this::show);
        stores.pools().forEach(this::showPool);
        metrics.counter(
                "banktransfer.progress.dropped",
                "writes of status and history that were given up",
                stores::droppedProgress);
    }

    void answered(Exchanged exchanged) {
        metrics.exchange(
                exchanged.method(),
                exchanged.route(),
                exchanged.status(),
                exchanged.problem().map(ProblemCode::word),
                exchanged.exceeded().map(Limit::word),
                exchanged.took());
    }

    void called(InstitutionName institution, String call, boolean spoke, Duration took) {
        metrics.call(institution.value(), call, spoke, took);
    }

    void show(TransferDesk desk) {
        metrics.gauge(
                "banktransfer.in.flight",
                "transfers driven by this process on a customer's request",
                desk::inFlight);
        metrics.gauge(
                "banktransfer.intake.inside",
                "requests between being read and being durable",
                desk::onTheirWayIn);
        metrics.gauge(
                "banktransfer.intake.bound",
                "how many of those there may be before others are refused",
                desk::intakeBound);
    }

    void show(SpanQueue spans) {
        metrics.counter("banktransfer.spans.sent", "spans that the collector took", spans::sent);
        metrics.counter("banktransfer.spans.dropped", "spans that nobody will see", spans::dropped);
    }

    /// @param recovering how many transfers this process's recovery drives
    void show(GuardedInstitution institution, Supplier<Number> recovering) {
        known.add(institution.name());
        var name = institution.name().value();
        metrics.gauge(
                "banktransfer.recovering",
                "transfers driven by this process's recovery",
                recovering,
                "institution",
                name);
        for (var state : List.of("closed", "half_open", "open")) {
            metrics.gauge(
                    "banktransfer.breaker",
                    "1 for the state the breaker is in; open sends nothing",
                    () -> institution.standing().breaker().equals(state) ? 1 : 0,
                    "institution",
                    name,
                    "state",
                    state);
        }
        metrics.gauge(
                "banktransfer.card.key.missing",
                "no cash-out is sent because the institution's key for cards was never fetched",
                () -> institution.isReady() ? 0 : 1,
                "institution",
                name);
        guard(
                institution,
                "banktransfer.institution.calls.active",
                "calls to it under way",
                Standing::callsUnderWay);
        guard(
                institution,
                "banktransfer.institution.calls.limit",
                "how many there may be",
                Standing::callsMax);
        guard(
                institution,
                "banktransfer.look.ups.left",
                "look-ups that could be made at once now",
                Standing::lookUpsLeft);
        refused(institution, "breaker", Standing::refusedOpen);
        refused(institution, "places", Standing::refusedFull);
        refused(institution, "look_ups", Standing::refusedBudget);
    }

    private void guard(
            GuardedInstitution institution,
            String name,
            String description,
            ToIntFunction<Standing> value) {
        metrics.gauge(
                name,
                description,
                () -> value.applyAsInt(institution.standing()),
                "institution",
                institution.name().value());
    }

    private void refused(
            GuardedInstitution institution, String guard, ToLongFunction<Standing> count) {
        metrics.counter(
                "banktransfer.institution.calls.refused",
                "calls that were not sent, by the guard that refused them",
                () -> count.applyAsLong(institution.standing()),
                "institution",
                institution.name().value(),
                "guard",
                guard);
    }

    private void show(Supplier<QueueStanding> queue) {
        var name = queue.get().name();
        metrics.gauge(
                "banktransfer.queue.waiting",
                "what waits for its turn in front of a database",
                () -> queue.get().waiting(),
                "queue",
                name);
        queueCount(name, "batches", "batches taken out", () -> queue.get().batches());
        queueCount(name, "taken", "what those batches held", () -> queue.get().taken());
        queueCount(
                name,
                "waited.seconds",
                "how long all of that waited for its turn",
                () -> queue.get().waited().toNanos() / 1e9);
    }

    private void queueCount(String queue, String what, String description, Supplier<Number> value) {
        metrics.counter("banktransfer.queue." + what, description, value, "queue", queue);
    }

    private void showPool(Supplier<PoolStanding> pool) {
        var name = pool.get().name();
        pool(name, "limit", "connections there may be", () -> pool.get().max());
        pool(name, "open", "connections there are", () -> pool.get().open());
        pool(name, "active", "connections somebody works on", () -> pool.get().busy());
        pool(name, "waiting", "threads that wait for a connection", () -> pool.get().waiting());
    }

    private void pool(String database, String what, String description, Supplier<Number> value) {
        metrics.gauge("banktransfer.pool." + what, description, value, "database", database);
    }

    /// Counts what is unsettled: of every institution, also of one that has nothing, and of one
    /// that the settings no longer name.
    ///
    /// @throws org.banktransfer.transfer.StoreUnreachable if the store is out of reach
    void lookAtBacklog() {
        var all = new ArrayList<>(stores.transfers().backlog());
        var counted = all.stream().map(Backlog::institution).collect(Collectors.toSet());
        known.stream()
                .filter(name -> !counted.contains(name))
                .forEach(name -> all.add(new Backlog(name, 0, 0, clock.instant())));
        metrics.backlog(all, clock);
    }

    /// Adds up where money is that is not where it belongs yet.
    ///
    /// @throws org.banktransfer.transfer.StoreUnreachable if the store is out of reach
    /// @throws org.banktransfer.ledger.LedgerUnreachable if the ledger is
    void lookAtMoney() {
        var unsettled = stores.unsettledMoney();
        var held = stores.books().held();
        var currencies = new HashSet<>(unsettled.keySet());
        held.forEach(each -> currencies.add(each.currency()));
        due.show(
                held.stream()
                        .filter(each -> each.institution().isPresent())
                        .map(Instruments::byInstitution)
                        .toList());
        unsettledMoney.show(
                byCurrency(
                        currencies,
                        currency -> BigInteger.valueOf(unsettled.getOrDefault(currency, 0L))));
        inTransit.show(
                byCurrency(currencies, currency -> sum(held, "transfers_in_transit", currency)));
        suspense.show(byCurrency(currencies, currency -> sum(held, "suspense", currency)));
    }

    /// Of each currency, also of one in which it comes to nothing: an alert that waits for that
    /// would otherwise never see it.
    private static List<Amount> byCurrency(
            Set<Currency> currencies, Function<Currency, BigInteger> minor) {
        return currencies.stream()
                .map(currency ->
                        new Amount(
                                minor.apply(currency),
                                Map.of("currency", currency.getCurrencyCode())))
                .toList();
    }

    private static BigInteger sum(List<HeldMoney> held, String kind, Currency currency) {
        return held.stream()
                .filter(each -> each.kind().equals(kind) && each.currency().equals(currency))
                .map(HeldMoney::minor)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Amount byInstitution(HeldMoney held) {
        return new Amount(
                held.minor(),
                Map.of(
                        "currency",
                        held.currency().getCurrencyCode(),
                        "institution",
                        held.institution().orElse("")));
    }
}
