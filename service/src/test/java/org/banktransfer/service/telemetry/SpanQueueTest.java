package org.banktransfer.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

class SpanQueueTest {

    private final Exporter exporter = new Exporter();
    private final SpanQueue queue = new SpanQueue(exporter);

    /// Takes all, or nothing.
    private static final class Exporter implements SpanExporter {

        private final List<SpanData> taken = new ArrayList<>();
        private boolean takes = true;

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            if (takes) {
                taken.addAll(spans);
            }
            return takes ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(
                    new Span(
                            Resource.empty(),
                            "credit",
                            SpanKind.INTERNAL,
                            SpanContext.getInvalid(),
                            SpanContext.getInvalid(),
                            Optional.empty(),
                            Instant.EPOCH,
                            Duration.ZERO,
                            false,
                            Attributes.empty()));
        }
    }

    @Test
    void what_finds_the_queue_full_is_dropped_and_counted_and_nobody_waits() {
        add(SpanQueue.WAITING_MAX + 100);

        assertThat(queue.dropped()).isEqualTo(100);
        queue.close();
        assertThat(exporter.taken).hasSize(SpanQueue.WAITING_MAX);
        assertThat(queue.sent()).isEqualTo(SpanQueue.WAITING_MAX);
    }

    @Test
    void what_the_collector_does_not_take_is_dropped_and_counted() {
        exporter.takes = false;
        add(3);

        assertThat(queue.runOnce()).isEqualTo(3);
        assertThat(queue.dropped()).isEqualTo(3);
        assertThat(queue.sent()).isZero();
        assertThat(queue.runOnce()).isZero();
    }

    @Test
    void a_stop_does_not_wait_for_a_silent_collector_more_than_once() {
        exporter.takes = false;
        add(SpanQueue.WAITING_MAX);

        queue.close();

        assertThat(queue.dropped()).isLessThan(SpanQueue.WAITING_MAX);
    }
}
