package org.banktransfer.service.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TransferStore.Backlog;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// The service's metrics. Names, units and meanings are listed in docs/metrics.md, and all labels
/// come from lists that do not grow with what customers do. Safe under concurrency.
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final JvmHeapPressureMetrics heapPressure = new JvmHeapPressureMetrics();

    /// Held while the rows of a gauge are exchanged and while all metrics are read: in between, the
    /// registry has a row twice, of which no text can be written.
    private final Object rows = new Object();

    private final TransferMetrics transfers;
    private final Timer answered;
    private final MultiGauge unsettled;
    private final MultiGauge parked;
    private final MultiGauge oldest;
    private final ConcurrentHashMap<Exchange, Timer> exchanges = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Call, Timer> calls = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Counter> problems = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Counter> refusals = new ConcurrentHashMap<>();

    private record Exchange(String method, String route, int status) {}

    private record Call(String institution, String call, boolean spoke) {}

    /// An amount of whole minor units, with the labels it is shown under.
    public record Amount(Number minor, Map<String, String> labels) {

        public Amount {
            labels = Map.copyOf(labels);
        }

        private MultiGauge.Row<?> row() {
            var tags =
                    labels.entrySet().stream().map(each -> Tag.of(each.getKey(), each.getValue()));
            return MultiGauge.Row.of(Tags.of(tags.toList()), minor);
        }
    }

    public Metrics(InstantSource clock) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
        heapPressure.bindTo(registry);
        var stages = new Stages(registry);
        transfers = new TransferMetrics(registry, stages, clock);
        answered = stages.of("answer");
        unsettled =
                MultiGauge.builder("banktransfer.transfers.unsettled")
                        .description("transfers that are not final in the store")
                        .register(registry);
        parked =
                MultiGauge.builder("banktransfer.transfers.parked")
                        .description("transfers that wait for a person")
                        .register(registry);
        oldest =
                MultiGauge.builder("banktransfer.transfers.oldest.unsettled")
                        .description("age of the oldest transfer that is not final")
                        .baseUnit("seconds")
                        .register(registry);
    }

    /// Counts and times every step.
    public StepObserver transfers() {
        return transfers;
    }

    /// Shows a number that is read whenever the metrics are.
    ///
    /// @param labels name and value in turn
    public void gauge(String name, String description, Supplier<Number> value, String... labels) {
        Gauge.builder(name, value).description(description).tags(labels).register(registry);
    }

    /// Shows a count that only grows, read whenever the metrics are.
    ///
    /// @param labels name and value in turn
    public void counter(String name, String description, Supplier<Number> value, String... labels) {
        // The registry holds what it is given here weakly, and a lambda may have no other holder.
        FunctionCounter.builder(name, this, _ -> value.get().doubleValue())
                .description(description)
                .tags(labels)
                .register(registry);
    }

    /// Shows amounts that are told from time to time; each telling takes the place of the last.
    public MoneyGauge money(String name, String description) {
        var gauge =
                MultiGauge.builder(name)
                        .description(description)
                        .baseUnit("minor_units")
                        .register(registry);
        return amounts ->
                show(gauge, amounts.stream().<MultiGauge.Row<?>>map(Amount::row).toList());
    }

    /// Takes the amounts as they are now.
    @FunctionalInterface
    public interface MoneyGauge {

        void show(List<Amount> amounts);
    }

    /// One exchange with a customer's app.
    ///
    /// @param route the path with its placeholders
    /// @param problem the code of the problem it was answered with
    /// @param exceeded the limit that refused it
    public void exchange(
            String method,
            String route,
            int status,
            Optional<String> problem,
            Optional<String> exceeded,
            Duration took) {
        exchanges.computeIfAbsent(new Exchange(method, route, status), this::timer).record(took);
        if (status < 300 && method.equals("POST") && route.equals("/v1/transfers")) {
            answered.record(took);
        }
        problem.ifPresent(code -> problems.computeIfAbsent(code, this::problem).increment());
        exceeded.ifPresent(limit -> refusals.computeIfAbsent(limit, this::refusal).increment());
    }

    /// One call that was sent to an institution.
    ///
    /// @param spoke whether it answered
    public void call(String institution, String call, boolean spoke, Duration took) {
        calls.computeIfAbsent(new Call(institution, call, spoke), this::timer).record(took);
    }

    private Timer timer(Exchange labels) {
        return Timer.builder("banktransfer.http")
                .description("one exchange with an app, by route and status")
                .tags(
                        "method",
                        labels.method(),
                        "route",
                        labels.route(),
                        "status",
                        Integer.toString(labels.status()))
                .register(registry);
    }

    private Timer timer(Call labels) {
        return Timer.builder("banktransfer.institution.call")
                .description("one call that was sent to an institution")
                .tags(
                        "institution",
                        labels.institution(),
                        "call",
                        labels.call(),
                        "answer",
                        labels.spoke() ? "heard" : "none")
                .serviceLevelObjectives(Stages.BUCKETS)
                .register(registry);
    }

    private Counter problem(String code) {
        return Counter.builder("banktransfer.http.problems")
                .description("answers that were a problem, by its code")
                .tags("code", code)
                .register(registry);
    }

    private Counter refusal(String limit) {
        return Counter.builder("banktransfer.http.refused")
                .description("requests refused for being too much, by the limit they exceeded")
                .tags("limit", limit)
                .register(registry);
    }

    /// Shows how much is unsettled, as counted just now.
    public void backlog(List<Backlog> backlog, InstantSource clock) {
        show(unsettled, rows(backlog, Backlog::unsettled));
        show(parked, rows(backlog, Backlog::parked));
        show(
                oldest,
                rows(
                        backlog,
                        row ->
                                Duration.between(row.oldestCreatedAt(), clock.instant()).toMillis()
                                        / 1000.0));
    }

    private void show(MultiGauge gauge, List<MultiGauge.Row<?>> now) {
        synchronized (rows) {
            gauge.register(now, true);
        }
    }

    private static List<MultiGauge.Row<?>> rows(
            List<Backlog> backlog, Function<Backlog, Number> value) {
        return backlog.stream()
                .<MultiGauge.Row<?>>map(row ->
                        MultiGauge.Row.of(
                                Tags.of("institution", row.institution().value()),
                                value.apply(row)))
                .toList();
    }

    /// All metrics in the Prometheus text format.
    public String scrape() {
        synchronized (rows) {
            return registry.scrape();
        }
    }

    @Override
    public void close() {
        gc.close();
        heapPressure.close();
        registry.close();
    }
}
