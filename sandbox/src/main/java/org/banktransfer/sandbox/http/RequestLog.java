package org.banktransfer.sandbox.http;

import org.banktransfer.sandbox.faults.Fault;
import org.banktransfer.sandbox.faults.Operation;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/// Every request as it arrived, in order: what tells a caller that sent twice from a network that
/// delivered twice. Holds ids and outcomes, never a card number or a PIN. Kept in memory; the
/// oldest are dropped beyond a number.
///
/// Safe from any thread; guarded by this.
final class RequestLog {

    /// How a request got here.
    enum Delivery {
        /// The caller sent it.
        WIRE,
        /// The caller sent it, and the dial had kept it back.
        HELD,
        /// A copy the dial made.
        COPY;

        /// The name in the admin API.
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One request. Its outcome is filled in as it becomes known.
    static final class Line {
        final long seq;
        final Instant at;
        final Operation operation;
        final String id;
        final Delivery delivery;
        private volatile @Nullable Fault fault;
        private volatile @Nullable String outcome;
        private volatile int answered;

        private Line(long seq, Instant at, Operation operation, String id, Delivery delivery) {
            this.seq = seq;
            this.at = at;
            this.operation = operation;
            this.id = id;
            this.delivery = delivery;
        }

        void befell(Fault befallen) {
            fault = befallen;
        }

        /// What the institution came to, whether the caller hears of it or not.
        void cameTo(String what) {
            outcome = what;
        }

        /// The status line that is about to go out.
        void answered(int status) {
            answered = status;
        }

        @Nullable Fault fault() {
            return fault;
        }

        @Nullable String outcome() {
            return outcome;
        }

        /// 0 if the caller got no answer, or an HTTP status.
        int answered() {
            return answered;
        }
    }

    private final InstantSource clock;
    private final int kept;
    private final Queue<Line> lines = new ArrayDeque<>();
    private final Map<Operation, Long> received = new EnumMap<>(Operation.class);
    private long last;

    RequestLog(InstantSource clock, int kept) {
        this.clock = clock;
        this.kept = kept;
    }

    synchronized Line add(Operation operation, String id, Delivery delivery) {
        last++;
        var line = new Line(last, clock.instant(), operation, id, delivery);
        lines.add(line);
        if (lines.size() > kept) {
            lines.remove();
        }
        if (delivery == Delivery.WIRE) {
            received.merge(operation, 1L, Long::sum);
        }
        return line;
    }

    /// Requests after this number, oldest first.
    synchronized List<Line> since(long seq, @Nullable String id, int limit) {
        return lines.stream()
                .filter(line -> line.seq > seq && (id == null || id.equals(line.id)))
                .limit(limit)
                .toList();
    }

    /// How many requests callers sent since the start, by operation.
    synchronized Map<Operation, Long> received() {
        return new EnumMap<>(received);
    }

    /// How many requests callers sent about this id, among those kept, by operation.
    synchronized Map<Operation, Long> received(String id) {
        var counts = new EnumMap<Operation, Long>(Operation.class);
        for (var line : lines) {
            if (line.delivery == Delivery.WIRE && line.id.equals(id)) {
                counts.merge(line.operation, 1L, Long::sum);
            }
        }
        return counts;
    }
}
