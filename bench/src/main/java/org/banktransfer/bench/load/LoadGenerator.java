package org.banktransfer.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends requests over many connections from one thread, as fast as they are answered or as they
/// are due, and times every answer.
///
/// HTTP is spoken by hand: whole requests are made ready in a buffer, and of an answer only the
/// status and the length are looked at. The generator shares its machine with what it measures, and
/// a general client would take as much of it as the service does.
///
/// Latencies are kept in microseconds. In an open loop each counts from when its request was due.
/// In a closed loop it counts from when it was sent, and [Outcome#latencies] is corrected for the
/// requests that a stall kept from being sent, as HdrHistogram does it: with the mean latency as
/// the interval at which each connection would have gone on asking. The thread sleeps in steps of a
/// millisecond, so that a request may be sent up to one late; that counts, too.
public final class LoadGenerator {

    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;
    private static final int REQUEST_MAX = 8192;
    private static final long PAUSE_MAX_MILLIS = 20;

    /// When a run begins and ends.
    ///
    /// @param warmUp at the start, not measured
    /// @param measured after it
    /// @param drain how long the answers to the last requests are then waited for
    public record Times(Duration warmUp, Duration measured, Duration drain) {}

    /// What came of it.
    ///
    /// @param latencies of requests that were due within the measured time, in microseconds
    /// @param answers how many of those were answered with each status
    /// @param unanswered how many of those were not; they are in `latencies` with the time that
    ///   they had been waited for
    /// @param answeredWithin answers that came within the measured time, whenever they were due
    /// @param measuredSeconds how long that was
    public record Outcome(
            Histogram latencies,
            TreeMap<Integer, Long> answers,
            long unanswered,
            long answeredWithin,
            double measuredSeconds) {}

    private final InetSocketAddress target;
    private final Pace pace;
    private final Times times;
    private final Traffic traffic;
    private final Histogram latencies = new Histogram(HIGHEST_MICROS, DIGITS);
    private final long[] answers = new long[600];
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> connections = new HashSet<>();
    private long unanswered;
    private long answeredWithin;
    private long beginNanos;
    private long measureFrom;
    private long measureTo;

    // Written by the generator's thread alone, read by whoever shows the progress.
    private final AtomicLong sentSoFar = new AtomicLong();
    private final AtomicLong answeredSoFar = new AtomicLong();

    /// One connection, with at most one request under way.
    private static final class Connection {

        private final SocketChannel channel;
        private final HttpAnswer answer = new HttpAnswer();
        private int number = Traffic.NOTHING;
        private long dueNanos;

        private Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    public LoadGenerator(InetSocketAddress target, Pace pace, Times times, Traffic traffic) {
        this.target = target;
        this.pace = pace;
        this.times = times;
        this.traffic = traffic;
    }

    public long sentSoFar() {
        return sentSoFar.get();
    }

    public long answeredSoFar() {
        return answeredSoFar.get();
    }

    /// Runs it on the calling thread.
    ///
    /// @param begin when it begins, by `System.nanoTime`
    /// @throws IOException if it cannot connect, or is answered what it does not understand
    public Outcome run(long begin) throws IOException, InterruptedException {
        beginNanos = begin;
        Thread.sleep(Duration.ofNanos(Math.max(0, begin - System.nanoTime())));
        measureFrom = beginNanos + times.warmUp().toNanos();
        measureTo = measureFrom + times.measured().toNanos();
        long giveUpAt = measureTo + times.drain().toNanos();
        try (var selector = Selector.open()) {
            var request = ByteBuffer.allocateDirect(REQUEST_MAX);
            long due = beginNanos;
            long dueCount = 0;
            boolean hasMore = true;
            while (true) {
                long now = System.nanoTime();
                switch (pace) {
                    case Pace.Closed(int count) -> {
                        hasMore = now < measureTo && !traffic.isOver();
                        while (hasMore && connections.size() < count) {
                            idle.add(connect(selector));
                        }
                        while (hasMore && !idle.isEmpty() && send(idle.remove(), request, now)) {
                            now = System.nanoTime();
                        }
                    }
                    case Pace.Open(double perSecond, int connectionsMax) -> {
                        while (due <= now && due < measureTo) {
                            var free = free(selector, connectionsMax);
                            if (free == null || !send(free, request, due)) {
                                break;
                            }
                            dueCount++;
                            due = beginNanos + (long) (dueCount * 1e9 / perSecond);
                        }
                        hasMore = due < measureTo && !traffic.isOver();
                    }
                }
                if (now >= giveUpAt || (!hasMore && idle.size() == connections.size())) {
                    if (pace instanceof Pace.Open(double perSecond, _) && !traffic.isOver()) {
                        neverSent(due, perSecond, now);
                    }
                    break;
                }
                selector.select(this::read, hasMore ? pauseMillis(due - now) : PAUSE_MAX_MILLIS);
            }
        } finally {
            close();
        }
        return outcome();
    }

    /// An answer ends the pause, too, and in a closed loop nothing else needs to.
    private long pauseMillis(long untilDueNanos) {
        return pace instanceof Pace.Closed && idle.isEmpty()
                ? PAUSE_MAX_MILLIS
                : Math.clamp(untilDueNanos / 1_000_000, 1, PAUSE_MAX_MILLIS);
    }

    private @Nullable Connection free(Selector selector, int connectionsMax) throws IOException {
        var free = idle.poll();
        return free == null && connections.size() < connectionsMax ? connect(selector) : free;
    }

    private Connection connect(Selector selector) throws IOException {
        var channel = SocketChannel.open(target);
        var connection = new Connection(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, connection);
        connections.add(connection);
        return connection;
    }

    /// @return false if there was nothing to ask
    private boolean send(Connection connection, ByteBuffer request, long due) throws IOException {
        request.clear();
        int number = traffic.next(request);
        if (number == Traffic.NOTHING) {
            idle.add(connection);
            return false;
        }
        connection.number = number;
        connection.dueNanos = due;
        request.flip();
        try {
            // A request is smaller than any socket's buffer, which is empty: this does not spin.
            while (request.hasRemaining()) {
                connection.channel.write(request);
            }
            sentSoFar.lazySet(sentSoFar.get() + 1);
        } catch (IOException e) {
            broken(connection);
        }
        return true;
    }

    private void read(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            int count = connection.channel.read(connection.answer.room());
            if (count < 0) {
                broken(connection);
            } else if (count > 0 && connection.answer.arrived(count)) {
                heard(connection);
            }
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            broken(connection);
        }
    }

    private void heard(Connection connection) throws IOException {
        long now = System.nanoTime();
        long took = now - connection.dueNanos;
        boolean isMeasured = isMeasured(connection.dueNanos);
        if (isMeasured) {
            latencies.recordValue(Math.min(took / 1000, HIGHEST_MICROS));
            answers[connection.answer.status()]++;
        }
        if (isMeasured(now)) {
            answeredWithin++;
        }
        answeredSoFar.lazySet(answeredSoFar.get() + 1);
        traffic.answered(connection.number, connection.answer, isMeasured, took);
        connection.number = Traffic.NOTHING;
        connection.answer.clear();
        idle.add(connection);
    }

    private boolean isMeasured(long atNanos) {
        return atNanos >= measureFrom && atNanos < measureTo;
    }

    private void broken(Connection connection) {
        connections.remove(connection);
        idle.remove(connection);
        try {
            connection.channel.close();
        } catch (IOException e) {
            // It is gone, which is all that was wanted.
        }
        givenUp(connection);
    }

    private void givenUp(Connection connection) {
        if (connection.number != Traffic.NOTHING) {
            if (isMeasured(connection.dueNanos)) {
                waitedInVain(System.nanoTime() - connection.dueNanos);
            }
            traffic.unanswered(connection.number);
            connection.number = Traffic.NOTHING;
        }
    }

    private void waitedInVain(long nanos) {
        latencies.recordValue(Math.min(nanos / 1000, HIGHEST_MICROS));
        unanswered++;
    }

    /// What was due and could not even be sent has waited, too.
    private void neverSent(long firstDue, double perSecond, long now) {
        for (double due = firstDue - beginNanos; due < measureTo - beginNanos; ) {
            long at = beginNanos + (long) due;
            if (isMeasured(at)) {
                waitedInVain(now - at);
            }
            due += 1e9 / perSecond;
        }
    }

    private void close() {
        for (var connection : Set.copyOf(connections)) {
            broken(connection);
        }
    }

    private Outcome outcome() {
        var byStatus = new TreeMap<Integer, Long>();
        for (int status = 0; status < answers.length; status++) {
            if (answers[status] > 0) {
                byStatus.put(status, answers[status]);
            }
        }
        boolean corrects = pace instanceof Pace.Closed && latencies.getTotalCount() > 0;
        return new Outcome(
                corrects
                        ? latencies.copyCorrectedForCoordinatedOmission(
                                Math.max(1, (long) latencies.getMean()))
                        : latencies,
                byStatus,
                unanswered,
                answeredWithin,
                times.measured().toNanos() / 1e9);
    }
}
