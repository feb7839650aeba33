package org.banktransfer.service.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.TransferStore.Backlog;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// The service's metrics. Names, units and meanings are listed in docs/operations.md. Safe under
/// concurrency.
public final class Metrics implements StepObserver, AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final MultiGauge unsettled;
    private final MultiGauge parked;
    private final MultiGauge oldest;

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gc.bindTo(registry);
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

    @Override
    public void before(Drive drive, Step step) {}

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        Timer.builder("banktransfer.step")
                .description("one step of a transfer, by its kind and outcome")
                .tags("step", entry.step(), "outcome", entry.outcome())
                .register(registry)
                .record(entry.took());
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {}

    /// Shows a number that is read whenever the metrics are.
    ///
    /// @param tags name and value in turn
    public void gauge(String name, String description, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value).description(description).tags(tags).register(registry);
    }

    /// Shows a count that only grows, read whenever the metrics are.
    public void counter(String name, String description, Supplier<Number> value) {
        FunctionCounter.builder(name, value, read -> read.get().doubleValue())
                .description(description)
                .register(registry);
    }

    /// One exchange with a customer's app.
    ///
    /// @param route the path with its placeholders
    public void exchange(String method, String route, int status, Duration took) {
        Timer.builder("banktransfer.http")
                .description("one exchange with an app, by route and status")
                .tags("method", method, "route", route, "status", Integer.toString(status))
                .register(registry)
                .record(took);
    }

    /// Shows how much is unsettled, as counted just now.
    public void backlog(List<Backlog> backlog, InstantSource clock) {
        unsettled.register(rows(backlog, Backlog::unsettled), true);
        parked.register(rows(backlog, Backlog::parked), true);
        oldest.register(
                rows(
                        backlog,
                        row ->
                                Duration.between(row.oldestCreatedAt(), clock.instant()).toMillis()
                                        / 1000.0),
                true);
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
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
