package org.banktransfer.service.http;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What those who run the service ask: whether the process lives, whether it is ready for
/// customers, and its metrics. Needs no token; a proxy keeps it from the outside world.
public final class OperationRoutes implements Routes {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Readiness readiness;
    private final Supplier<String> metrics;

    /// @param metrics in the Prometheus text format
    public OperationRoutes(Readiness readiness, Supplier<String> metrics) {
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", _ -> status("live")),
                Route.get("/health/ready", _ -> ready()),
                Route.get("/metrics", _ -> Answer.text(PROMETHEUS, metrics.get())));
    }

    private Answer ready() {
        readiness.requireNow();
        return status("ready");
    }

    private static Answer status(String word) {
        return Answer.json(200, Map.of("status", word));
    }
}
