package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Anybody can ask whether a node is ready, and as often as they like.
class ReadinessTest {

    private static final int ASKERS = 50;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile List<String> outOfReach = List.of();
    private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final Readiness readiness = new Readiness(this::probe, () -> now);

    private List<String> probe() {
        asked.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return outOfReach;
    }

    @Test
    void the_databases_are_asked_once_for_all_who_ask_at_once() throws Exception {
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < ASKERS; i++) {
                all.add(askers.submit(readiness::requireNow));
            }
            Await.until(() -> asked.get() > 0);
            answers.countDown();
            for (var each : all) {
                each.get();
            }
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void what_has_changed_is_told_within_a_second_or_once_we_know() {
        answers.countDown();
        readiness.requireNow();
        outOfReach = List.of("ledger");
        now = now.plusSeconds(1);
        assertThatThrownBy(readiness::requireNow).hasMessageContaining("ledger");

        outOfReach = List.of();
        readiness.runOnce();
        readiness.requireNow();
        assertThat(asked).hasValue(3);
    }
}
