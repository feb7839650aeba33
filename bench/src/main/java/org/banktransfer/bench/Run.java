package org.banktransfer.bench;

import org.HdrHistogram.Histogram;
import org.banktransfer.bench.load.LoadGenerator;
import org.banktransfer.bench.load.LoadGenerator.Outcome;
import org.banktransfer.bench.load.LoadGenerator.Times;
import org.banktransfer.bench.load.Pace;
import org.banktransfer.bench.load.RedeemTraffic;
import org.banktransfer.bench.load.RedeemTraffic.Answered;
import org.banktransfer.bench.load.Seats;
import org.banktransfer.bench.load.Traffic;
import org.banktransfer.bench.measured.Snapshot;
import org.banktransfer.bench.report.Measurement;
import org.banktransfer.bench.report.Percentiles;
import org.banktransfer.progress.ProgressBar;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// One load on the bank, from its warm-up until everything is settled: a thread that makes the
/// load, and this one, which shows how it goes and reads all counters when the measured time begins
/// and ends.
final class Run {

    private static final Duration HEAD_START = Duration.ofMillis(200);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(10);

    /// The longest that a transfer, accepted before the measured time, may have been under way when
    /// it is counted within it.
    private static final Duration UNDER_WAY_MAX = Duration.ofMinutes(3);

    /// Of so many answers the own share is computed.
    private static final int ANSWERS_KEPT = 500_000;

    private final Bank bank;
    private final Times times;
    private final PrintStream log;

    /// The counters when the measured time began and ended.
    private record Window(Outcome outcome, Snapshot before, Snapshot after) {}

    Run(Bank bank, Times times, PrintStream log) {
        this.bank = bank;
        this.times = times;
        this.log = log;
    }

    /// Redeems cards.
    Measurement redeem(String name, Pace pace, Seats seats) throws InterruptedException {
        return redeem(name, pace, seats, new Answered(ANSWERS_KEPT), () -> {});
    }

    /// The same, keeping the answers.
    ///
    /// @param everySecond is run about every second
    Measurement redeem(String name, Pace pace, Seats seats, Answered answered, Runnable everySecond)
            throws InterruptedException {
        var traffic = new RedeemTraffic(seats, answered);
        var window = drive(name, pace, traffic, everySecond);
        // So that nothing is left to the next run.
        var settledAfter = bank.figures().awaitSettled(SETTLED_WITHIN);
        var before = window.before();
        var after = window.after();
        var figures = bank.figures();
        long from = micros(before.at());
        long to = micros(after.at());
        var settlement = new Histogram(3);
        long settled = 0;
        for (var each : figures.completed(before.at().minus(UNDER_WAY_MAX), after.at())) {
            if (each.settledMicros() >= from && each.settledMicros() < to) {
                settled++;
            }
            if (each.acceptedMicros() >= from) {
                settlement.recordValue(each.took());
            }
        }
        var latencies = new LinkedHashMap<String, Percentiles>();
        latencies.put("answer", Percentiles.of(window.outcome().latencies()));
        latencies.put("until settled", Percentiles.of(settlement));
        latencies.put("accepted", Percentiles.of(traffic.accepted()));
        addShares(latencies, before.at(), after.at(), answered);
        var more = new LinkedHashMap<String, Object>();
        more.put("all_settled_after_s", settledAfter.toMillis() / 1000.0);
        var detours = figures.detours(before.at(), after.at());
        if (!detours.isEmpty()) {
            more.put("detours", detours);
        }
        if (traffic.refused() > 0) {
            more.put("refused_in_all", traffic.refused());
        }
        if (traffic.ranOut() > 0) {
            more.put("held_back_for_want_of_a_card", traffic.ranOut());
        }
        return measurement(name, pace, window, settled, "transfers", latencies, more);
    }

    /// Redeems cards and waits for nothing but the answers.
    void press(String name, Pace pace, RedeemTraffic traffic) throws InterruptedException {
        var generator = new LoadGenerator(bank.address(), pace, times, traffic);
        long begin = System.nanoTime();
        var outcome = new FutureTask<>(() -> generator.run(begin));
        Thread.ofPlatform().name("load").start(outcome);
        try (var progress = new Progress(name + ", " + pace, 0, generator, begin, () -> {})) {
            progress.until(Long.MAX_VALUE, outcome);
        }
        result(outcome);
    }

    /// Any other requests.
    Measurement plain(String name, Pace pace, Traffic traffic) throws InterruptedException {
        var window = drive(name, pace, traffic, () -> {});
        return measurement(
                name,
                pace,
                window,
                window.outcome().answeredWithin(),
                "answers",
                Map.of("answer", Percentiles.of(window.outcome().latencies())),
                Map.of());
    }

    private static Measurement measurement(
            String name,
            Pace pace,
            Window window,
            long done,
            String unit,
            Map<String, Percentiles> latencies,
            Map<String, Object> more) {
        return new Measurement(
                name,
                pace.toString(),
                pace instanceof Pace.Open(double perSecond, _) ? perSecond : 0,
                done,
                unit,
                window.outcome().answers(),
                window.outcome().unanswered(),
                latencies,
                window.after().since(window.before()),
                more);
    }

    private Window drive(String name, Pace pace, Traffic traffic, Runnable everySecond)
            throws InterruptedException {
        var generator = new LoadGenerator(bank.address(), pace, times, traffic);
        long begin = System.nanoTime() + HEAD_START.toNanos();
        var outcome = new FutureTask<>(() -> generator.run(begin));
        Thread.ofPlatform().name("load").start(outcome);
        long measureFrom = begin + times.warmUp().toNanos();
        long seconds = times.warmUp().plus(times.measured()).toSeconds();
        try (var progress =
                new Progress(name + ", " + pace, seconds, generator, begin, everySecond)) {
            progress.until(measureFrom, outcome);
            var before = bank.snapshot();
            progress.until(measureFrom + times.measured().toNanos(), outcome);
            var after = bank.snapshot();
            return new Window(result(outcome), before, after);
        }
    }

    private static Outcome result(FutureTask<Outcome> outcome) throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load generator broke: " + e.getCause(), e);
        }
    }

    /// Looks about every second.
    private final class Progress implements AutoCloseable {

        private final String what;
        private final ProgressBar bar;
        private final LoadGenerator generator;
        private final long begin;
        private final Runnable everySecond;
        private long nextAt;
        private long answeredBefore;

        /// @param seconds it will take; 0 if nobody knows
        private Progress(
                String what,
                long seconds,
                LoadGenerator generator,
                long begin,
                Runnable everySecond) {
            this.what = what;
            var err = new PrintWriter(log, true, StandardCharsets.UTF_8);
            bar = ProgressBar.of("seconds", seconds, err, InstantSource.system());
            this.generator = generator;
            this.begin = begin;
            this.everySecond = everySecond;
            nextAt = begin + TimeUnit.SECONDS.toNanos(1);
        }

        private void until(long endNanos, FutureTask<Outcome> outcome) throws InterruptedException {
            while (!outcome.isDone()) {
                long left = Math.min(endNanos, nextAt) - System.nanoTime();
                if (left > 0) {
                    Thread.sleep(Duration.ofNanos(left));
                }
                if (System.nanoTime() >= endNanos) {
                    return;
                }
                show();
                everySecond.run();
                nextAt += TimeUnit.SECONDS.toNanos(1);
            }
        }

        private void show() {
            long answered = generator.answeredSoFar();
            bar.at(
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                    "%s: %d/s, %d under way"
                            .formatted(
                                    what,
                                    answered - answeredBefore,
                                    generator.sentSoFar() - answered));
            answeredBefore = answered;
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /// What is left of each latency when the institution's time is taken off: its own steps in the
    /// node's record, from before the call is made until its answer is understood.
    private void addShares(
            Map<String, Percentiles> latencies, Instant from, Instant to, Answered answered) {
        var nanos = new HashMap<UUID, Long>(answered.count() * 2);
        for (int i = 0; i < answered.count(); i++) {
            nanos.put(new UUID(answered.high(i), answered.low(i)), answered.nanos(i));
        }
        var institution = new Histogram(3);
        var own = new Histogram(3);
        bank.figures()
                .cashOuts(
                        from,
                        to,
                        (id, micros) -> {
                            institution.recordValue(micros);
                            var took = nanos.get(id);
                            if (took != null) {
                                own.recordValue(Math.max(0, took / 1000 - micros));
                            }
                        });
        latencies.put("institution", Percentiles.of(institution));
        latencies.put("answer less institution", Percentiles.of(own));
    }

    private static long micros(Instant at) {
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(at.getNano());
    }
}
