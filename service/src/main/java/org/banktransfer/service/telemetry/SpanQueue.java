package org.banktransfer.service.telemetry;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Spans on their way to a collector, by OTLP over HTTP. Whoever adds one never waits: what finds
/// the queue full is dropped and counted, and so is what the collector does not take. Safe under
/// concurrency.
public final class SpanQueue implements AutoCloseable {

    /// About a second of a busy node, in a few megabytes.
    static final int WAITING_MAX = 8_192;

    private static final int BATCH_MAX = 512;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration SEND_WITHIN = Duration.ofSeconds(5);

    private final SpanExporter exporter;
    private final BlockingQueue<SpanData> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    SpanQueue(SpanExporter exporter) {
        this.exporter = exporter;
    }

    /// @param collector its base URL, below which it takes spans at `/v1/traces`
    public static SpanQueue to(URI collector) {
        var exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(collector.toString().replaceAll("/+$", "") + "/v1/traces")
                        .setConnectTimeout(CONNECT_WITHIN)
                        .setTimeout(SEND_WITHIN)
                        // What is not taken at once is dropped: while it is tried again, more
                        // comes.
                        .setRetryPolicy(null)
                        .build();
        return new SpanQueue(exporter);
    }

    void add(SpanData span) {
        if (!waiting.offer(span)) {
            dropped.increment();
        }
    }

    /// Sends a batch of what waits.
    ///
    /// @return how many spans that were, taken or not
    public int runOnce() {
        var batch = new ArrayList<SpanData>(BATCH_MAX);
        waiting.drainTo(batch, BATCH_MAX);
        if (!batch.isEmpty()) {
            var result = exporter.export(batch).join(SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            (result.isSuccess() ? sent : dropped).add(batch.size());
        }
        return batch.size();
    }

    /// How many spans the collector took.
    public long sent() {
        return sent.sum();
    }

    /// How many nobody will see.
    public long dropped() {
        return dropped.sum();
    }

    /// Sends what waits, unless the collector is silent.
    @Override
    public void close() {
        long before = dropped();
        while (runOnce() > 0 && dropped() == before) {
            // Another batch.
        }
        exporter.shutdown().join(SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
