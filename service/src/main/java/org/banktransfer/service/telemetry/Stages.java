package org.banktransfer.service.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;

/// The stages that a customer waits through, as histograms.
final class Stages {

    /// From a commit alone to an answer at the edge of what a customer waits for; close together
    /// around the bounds that are promised: 100 ms until durable, 200 ms until answered.
    static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(15),
    };

    private final MeterRegistry registry;

    Stages(MeterRegistry registry) {
        this.registry = registry;
    }

    Timer of(String stage) {
        return Timer.builder("banktransfer.stage")
                .description("one stage of a transfer")
                .tags("stage", stage)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
