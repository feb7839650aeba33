package org.banktransfer.service.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.resources.Resource;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes spans of requests and steps. Nothing of it is written to the record, and yet a recovery on
/// another node, after this one has died, goes on in the right trace: a transfer's trace **is** its
/// id, and its root span follows from the id as well.
///
/// - A request without `traceparent` becomes part of the transfer's own trace.
/// - A request with one stays in its caller's trace, with all its drive does, and institutions are
///   told that trace. It and the transfer's root span link to each other.
/// - A recovery is part of the transfer's own trace, unless this node has just had the request.
///
/// Spans hold ids, words of the protocol and times, and nothing of a card. Safe under concurrency,
/// as long as each drive has a thread of its own.
public final class Spans implements StepObserver {

    /// Longer than any drive of a request.
    private static final Duration REQUESTS_FOR = Duration.ofMinutes(1);

    private static final int REQUESTS_MAX = 20_000;

    private static final AttributeKey<String> TRANSFER =
            AttributeKey.stringKey("banktransfer.transfer");
    private static final AttributeKey<String> INSTITUTION =
            AttributeKey.stringKey("banktransfer.institution");
    private static final AttributeKey<String> OUTCOME =
            AttributeKey.stringKey("banktransfer.outcome");
    private static final AttributeKey<String> NODE = AttributeKey.stringKey("banktransfer.node");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");

    /// What each thread drives.
    private static final ThreadLocal<Run> RUNS = new ThreadLocal<>();

    private final SpanQueue queue;
    private final Resource process;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /// The requests of which a drive may still be under way, or not yet answered.
    private final Cache<TransferId, Request> requests =
            Caffeine.newBuilder().maximumSize(REQUESTS_MAX).expireAfterWrite(REQUESTS_FOR).build();

    /// @param caller the span that the request was made in, if it said so
    private record Request(SpanContext span, Optional<SpanContext> caller) {}

    /// The drive that a thread is at.
    ///
    /// @param span what its steps are part of
    /// @param recovery its own span's parent; empty on the request path, where the request is it
    /// @param step the span of the step it is in
    private record Run(
            TransferId id,
            ClaimToken claim,
            SpanContext span,
            Optional<SpanContext> recovery,
            Instant startedAt,
            SpanContext step) {

        boolean isOf(Drive drive) {
            return id.equals(drive.transfer().id()) && claim.equals(drive.claim());
        }
    }

    /// @param node this process's name
    /// @param chance must be safe under concurrency
    public Spans(SpanQueue queue, String node, InstantSource clock, RandomGenerator chance) {
        this.queue = queue;
        process =
                Resource.create(
                        Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "banktransfer",
                                AttributeKey.stringKey("service.instance.id"),
                                node));
        this.clock = clock;
        this.chance = chance;
    }

    /// A request has begun a transfer.
    ///
    /// @param traceparent as the request says it, unchecked
    public void begun(TransferId id, Optional<String> traceparent) {
        var caller = traceparent.flatMap(Traceparent::read);
        var trace = caller.map(SpanContext::getTraceId).orElseGet(() -> root(id).getTraceId());
        requests.put(id, new Request(newSpan(trace), caller));
    }

    /// It has been answered.
    public void answered(TransferId id, int status, Duration took) {
        var request = requests.getIfPresent(id);
        if (request != null) {
            var root = root(id);
            queue.add(
                    new Span(
                            process,
                            "POST /v1/transfers",
                            SpanKind.SERVER,
                            request.span(),
                            request.caller().orElse(root),
                            request.caller().map(_ -> root),
                            clock.instant().minus(took),
                            took,
                            status >= 500,
                            Attributes.of(TRANSFER, id.toString(), STATUS, (long) status)));
        }
    }

    /// The span that this thread's drive is in, as `traceparent`, for whoever it calls; empty if it
    /// drives nothing.
    public Optional<String> traceparent() {
        return Optional.ofNullable(RUNS.get()).map(run -> Traceparent.write(run.step()));
    }

    @Override
    public void before(Drive drive, Step step) {
        var run = RUNS.get();
        if (run == null || !run.isOf(drive)) {
            run = begin(drive);
        }
        RUNS.set(
                new Run(
                        run.id(),
                        run.claim(),
                        run.span(),
                        run.recovery(),
                        run.startedAt(),
                        newSpan(run.span().getTraceId())));
    }

    private Run begin(Drive drive) {
        var request = requests.getIfPresent(drive.transfer().id());
        var parent = request == null ? root(drive.transfer().id()) : request.span();
        boolean isRequest = request != null && drive.card().isPresent();
        return new Run(
                drive.transfer().id(),
                drive.claim(),
                isRequest ? parent : newSpan(parent.getTraceId()),
                isRequest ? Optional.empty() : Optional.of(parent),
                clock.instant(),
                parent);
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        var run = RUNS.get();
        if (run == null) {
            return;
        }
        queue.add(
                new Span(
                        process,
                        entry.step(),
                        kind(entry.step()),
                        run.step(),
                        run.span(),
                        Optional.empty(),
                        entry.at(),
                        entry.took(),
                        entry.outcome().equals("unknown") || entry.outcome().equals("no_answer"),
                        attributes(drive, entry)));
        if (entry.step().equals("close")) {
            closed(drive, entry);
        }
        if (endsRun(entry.step())) {
            run.recovery().ifPresent(parent -> ended(run, parent, drive, entry));
            RUNS.remove();
        }
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {}

    private void closed(Drive drive, HistoryEntry close) {
        var transfer = drive.transfer();
        var request = requests.getIfPresent(transfer.id());
        queue.add(
                new Span(
                        process,
                        "transfer",
                        SpanKind.INTERNAL,
                        root(transfer.id()),
                        SpanContext.getInvalid(),
                        request == null
                                ? Optional.empty()
                                : request.caller().map(_ -> request.span()),
                        transfer.createdAt(),
                        Duration.between(transfer.createdAt(), clock.instant()),
                        false,
                        attributes(drive, close)));
    }

    private void ended(Run run, SpanContext parent, Drive drive, HistoryEntry last) {
        queue.add(
                new Span(
                        process,
                        "recovery",
                        SpanKind.INTERNAL,
                        run.span(),
                        parent,
                        Optional.empty(),
                        run.startedAt(),
                        Duration.between(run.startedAt(), clock.instant()),
                        false,
                        attributes(drive, last)));
    }

    private static SpanKind kind(String step) {
        return switch (step) {
            case "cash_out", "ask_institution", "reverse" -> SpanKind.CLIENT;
            default -> SpanKind.INTERNAL;
        };
    }

    private static boolean endsRun(String step) {
        return switch (step) {
            case "close", "wait", "park" -> true;
            default -> false;
        };
    }

    private static Attributes attributes(Drive drive, HistoryEntry entry) {
        return Attributes.of(
                TRANSFER,
                entry.id().toString(),
                INSTITUTION,
                drive.transfer().wish().institution().value(),
                OUTCOME,
                entry.outcome(),
                NODE,
                entry.node());
    }

    /// The root span of a transfer's own trace. Both of its ids are the transfer's: neither half of
    /// a UUID of version 7 is ever zero, which would be invalid.
    private static SpanContext root(TransferId id) {
        long high = id.value().getMostSignificantBits();
        long low = id.value().getLeastSignificantBits();
        return Traceparent.context(TraceId.fromLongs(high, low), SpanId.fromLong(low), false);
    }

    private SpanContext newSpan(String trace) {
        return Traceparent.context(trace, SpanId.fromLong(chance.nextLong() | 1), false);
    }
}
