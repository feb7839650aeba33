package org.banktransfer.service.console;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.service.console.Latencies.Counted;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How much this node does and how long it takes, as the steps of its drives show it: an hour of
/// samples in memory, for the overview's plots. Safe under concurrency.
public final class Rates implements StepObserver {

    /// How often a sample is to be taken.
    public static final Duration PERIOD = Duration.ofSeconds(5);

    private static final int KEPT = 720;
    private static final int LATELY = 12;
    private static final Set<String> CALLS = Set.of("cash_out", "ask_institution", "reverse");

    private final InstantSource clock;
    private final Map<InstitutionName, Calls> institutions;
    private final LongAdder completed = new LongAdder();
    private final LongAdder declined = new LongAdder();
    private final LongAdder reversed = new LongAdder();
    private final Latencies latencies = new Latencies();

    /// Guarded by this, as are the samples: only the loop that takes them and the pages come here.
    private Instant takenAt;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    private static final class Calls {
        private final LongAdder unanswered = new LongAdder();
        private final Latencies latencies = new Latencies();
    }

    /// What happened within some seconds.
    ///
    /// @param at the end of the period
    /// @param latencies of what was completed, from acceptance to the end
    record Sample(
            Instant at,
            double seconds,
            long completed,
            long declined,
            long reversed,
            Counted latencies,
            Map<InstitutionName, Called> called) {}

    /// The calls made to an institution.
    ///
    /// @param unanswered how many of them were not answered, or not sent
    record Called(long unanswered, Counted latencies) {

        static Called sum(Collection<Called> parts) {
            return new Called(
                    parts.stream().mapToLong(Called::unanswered).sum(),
                    Counted.sum(parts.stream().map(Called::latencies).toList()));
        }

        long calls() {
            return latencies.count();
        }
    }

    public Rates(Collection<InstitutionName> institutions, InstantSource clock) {
        this.clock = clock;
        this.institutions =
                institutions.stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> new Calls()));
        takenAt = clock.instant();
    }

    @Override
    public void before(Drive drive, Step step) {}

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        if (CALLS.contains(entry.step())) {
            var calls = institutions.get(drive.transfer().wish().institution());
            if (calls != null) {
                calls.latencies.add(entry.took());
                if (entry.outcome().equals("unknown")) {
                    calls.unanswered.increment();
                }
            }
        } else if (entry.step().equals("close")) {
            closed(drive, entry);
        }
    }

    private void closed(Drive drive, HistoryEntry entry) {
        switch (entry.outcome()) {
            case "completed" -> {
                completed.increment();
                latencies.add(Duration.between(drive.transfer().createdAt(), entry.at()));
            }
            case "declined" -> declined.increment();
            default -> reversed.increment();
        }
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {}

    /// Takes a sample, and lets go of the oldest.
    ///
    /// @return how many are kept
    public synchronized int runOnce() {
        var now = clock.instant();
        samples.addLast(
                new Sample(
                        now,
                        Math.max(0.001, Duration.between(takenAt, now).toMillis() / 1000.0),
                        completed.sumThenReset(),
                        declined.sumThenReset(),
                        reversed.sumThenReset(),
                        latencies.take(),
                        institutions.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                each ->
                                                        new Called(
                                                                each.getValue()
                                                                        .unanswered
                                                                        .sumThenReset(),
                                                                each.getValue()
                                                                        .latencies
                                                                        .take())))));
        takenAt = now;
        if (samples.size() > KEPT) {
            samples.removeFirst();
        }
        return samples.size();
    }

    /// Oldest first.
    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /// The last minute, or what there is of it.
    List<Sample> lately() {
        var all = new ArrayList<>(samples());
        return all.subList(Math.max(0, all.size() - LATELY), all.size());
    }
}
