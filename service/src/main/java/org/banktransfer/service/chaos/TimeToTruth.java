package org.banktransfer.service.chaos;

import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.progress.ProgressBar;
import org.banktransfer.service.postgres.PostgresStores;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// How soon all is settled after one fault, with the settings a node has by default: every customer
/// then knows the truth.
public final class TimeToTruth {

    /// Which fault.
    public enum Scenario {
        /// SIGKILL of one of two nodes.
        NODE_KILLED,
        /// SIGKILL of the only node, which is started again at once.
        ONLY_NODE_KILLED,
        /// SIGKILL of PostgreSQL, which is started again at once.
        POSTGRES_RESTARTED,
        /// The institution is down for long, and then back.
        INSTITUTION_DOWN;

        /// As it is written on the command line.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What it came to.
    ///
    /// @param crowd transfers that were unsettled when the fault struck, or when it was healed
    /// @param restoredIn how long until the part was back; zero if another took over
    /// @param settledIn how long after the fault, or after the institution's return, all were
    ///   settled
    /// @param halfIn the same for half of them
    /// @param more figures of this scenario alone
    public record Result(
            Scenario scenario,
            int crowd,
            Duration restoredIn,
            Duration halfIn,
            Duration settledIn,
            Map<String, String> more) {

        /// For people.
        public void print(PrintStream out) {
            out.println(scenario);
            out.printf("  %-44s %8d%n", "transfers unsettled", crowd);
            if (!restoredIn.isZero()) {
                out.printf("  %-44s %8.1f s%n", "until the part was back", seconds(restoredIn));
            }
            out.printf("  %-44s %8.1f s%n", "until half were settled", seconds(halfIn));
            out.printf("  %-44s %8.1f s%n", "until all were settled", seconds(settledIn));
            more.forEach((name, figure) -> out.printf("  %-44s %8s%n", name, figure));
        }

        /// For programs; what only one scenario has is called as it is for people.
        public Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("scenario", scenario.toString());
            json.put("unsettled", crowd);
            json.put("restored_after_ms", restoredIn.toMillis());
            json.put("half_settled_after_ms", halfIn.toMillis());
            json.put("settled_after_ms", settledIn.toMillis());
            var others = new LinkedHashMap<String, String>();
            more.forEach((name, figure) -> others.put(name.strip(), figure));
            json.put("more", others);
            return json;
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1000.0;
        }
    }

    private static final Duration GIVE_UP = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofMillis(20);

    /// Fewer than a node has places for calls.
    private static final int PAID_MAX = 200;

    private static final int ANSWERS_AFTER_MILLIS = 600_000;

    private final Path directory;
    private final Path programs;
    private final PrintStream log;

    /// @param directory new; keeps data and logs
    /// @param programs where PostgreSQL's programs are unpacked
    public TimeToTruth(Path directory, Path programs, PrintStream log) {
        this.directory = directory;
        this.programs = programs;
        this.log = log;
    }

    /// @param crowd how many transfers are unsettled when it happens
    /// @param outage of the institution
    /// @throws IllegalStateException if not all is settled in half an hour
    public Result measure(Scenario scenario, int crowd, Duration outage)
            throws InterruptedException {
        try (var parts = Parts.start(directory, programs, List.of())) {
            var nodes =
                    scenario == Scenario.ONLY_NODE_KILLED
                            ? Schedule.NODES.subList(0, 1)
                            : Schedule.NODES;
            for (var node : nodes) {
                parts.startNode(node, options(scenario));
            }
            try (var stores = BothBooks.open(parts)) {
                return switch (scenario) {
                    case NODE_KILLED, ONLY_NODE_KILLED, POSTGRES_RESTARTED ->
                            struck(scenario, parts, stores, crowd);
                    case INSTITUTION_DOWN -> outlasted(parts, stores, crowd, outage);
                };
            }
        }
    }

    /// As by default, but for what the crowd itself would run into; and where all shall be in
    /// flight at once, calls that stay out for that long.
    private static String[] options(Scenario scenario) {
        var options = new ArrayList<>(List.of("--rules.daily-count=1000000"));
        if (scenario != Scenario.INSTITUTION_DOWN) {
            options.addAll(
                    List.of(
                            "--institutions.sandbox.calls-max=100000",
                            "--institutions.sandbox.cash-out-timeout=10m",
                            "--cash-out-within=10m",
                            "--cash-out-valid-for=10m"));
        }
        return options.toArray(String[]::new);
    }

    /// Every transfer is paid, and nobody here knows it yet, when the fault strikes.
    private Result struck(Scenario scenario, Parts parts, PostgresStores stores, int size)
            throws InterruptedException {
        var node = Schedule.NODES.getFirst();
        var crowd = new Presses(parts).crowd(size);
        parts.institution()
                .faults(
                        List.of(
                                rule(
                                        "cash_out",
                                        "delay_answer",
                                        "delay_ms",
                                        ANSWERS_AFTER_MILLIS)));
        log.println("letting " + size + " press");
        crowd.press(0);
        await(() -> approved(parts) == size);
        log.println("all are paid, and no answer has come");
        long struckAt = System.nanoTime();
        long restoredAt = struckAt;
        switch (scenario) {
            case NODE_KILLED -> parts.killNode(node);
            case ONLY_NODE_KILLED -> {
                parts.killNode(node);
                parts.institution().noFaults();
                parts.restartNode(node, Duration.ZERO);
                restoredAt = System.nanoTime();
            }
            case POSTGRES_RESTARTED -> {
                parts.killPostgres();
                parts.restartPostgres();
                restoredAt = System.nanoTime();
                // The answers that were on their way come now; the nodes have them all.
            }
            case INSTITUTION_DOWN -> throw new IllegalArgumentException(scenario.toString());
        }
        parts.institution().noFaults();
        parts.institution().release();
        var settled = settle(stores, size, struckAt);
        return new Result(
                scenario,
                size,
                Duration.ofNanos(restoredAt - struckAt),
                settled.getFirst(),
                settled.getLast(),
                Map.of());
    }

    private static long approved(Parts parts) {
        return parts.institution().totals().path("cash_outs").path("approved").asLong();
    }

    /// A tenth was paid and its answer lost as the institution went down; the rest press while it
    /// is down.
    private Result outlasted(Parts parts, PostgresStores stores, int size, Duration outage)
            throws InterruptedException {
        var crowd = new Presses(parts).crowd(size);
        int paid = Math.min(size / 10, PAID_MAX);
        parts.institution()
                .faults(
                        List.of(
                                rule(
                                        "cash_out",
                                        "delay_answer",
                                        "delay_ms",
                                        ANSWERS_AFTER_MILLIS)));
        crowd.press(0, paid / 2, 0);
        crowd.press(paid / 2, paid, 1);
        await(() -> approved(parts) == paid);
        try (var rate = CallRate.start(parts)) {
            rate.institutionIs(true);
            long downAt = System.nanoTime();
            parts.killInstitution();
            log.println(paid + " are paid and unheard of; the institution is down");
            crowd.press(paid, (size + paid) / 2, 0);
            crowd.press((size + paid) / 2, size, 1);
            log.println("the others have pressed; " + unsettled(stores) + " wait");
            long backAt = downAt + outage.toNanos();
            try (var progress = progress("seconds of outage", outage.toSeconds())) {
                for (long now; (now = System.nanoTime()) < backAt; ) {
                    progress.at(Duration.ofNanos(now - downAt).toSeconds());
                    Thread.sleep(POLL);
                }
            }
            parts.restartInstitution();
            rate.institutionIs(false);
            log.println("the institution is back");
            int waiting = (int) unsettled(stores);
            var settled = settle(stores, waiting, System.nanoTime());
            var more = new LinkedHashMap<String, String>();
            more.put("seconds of outage", Long.toString(outage.toSeconds()));
            more.put("calls tried a second while down, most", Long.toString(rate.most(true)));
            more.put("  on average while down", "%.1f".formatted(rate.mean(true)));
            more.put("look-ups a second after, most", Long.toString(rate.most(false)));
            more.put("  on average after", "%.1f".formatted(rate.mean(false)));
            more.put("look-ups a second allowed", Integer.toString(2 * 60_000 / 60));
            return new Result(
                    Scenario.INSTITUTION_DOWN,
                    waiting,
                    Duration.ZERO,
                    settled.getFirst(),
                    settled.getLast(),
                    more);
        }
    }

    /// @return how long until half, and until all
    private static List<Duration> settle(PostgresStores stores, int size, long since)
            throws InterruptedException {
        var marks = new ArrayList<Duration>();
        try (var progress = progress("settled", size)) {
            while (marks.size() < 2) {
                long left = unsettled(stores);
                progress.at(Math.max(0, size - left));
                var took = Duration.ofNanos(System.nanoTime() - since);
                if (took.compareTo(GIVE_UP) > 0) {
                    throw new IllegalStateException(left + " are not settled after " + took);
                }
                if (marks.isEmpty() && left <= size / 2) {
                    marks.add(took);
                }
                if (left == 0) {
                    marks.add(took);
                }
                Thread.sleep(POLL);
            }
        }
        return marks;
    }

    private static ProgressBar progress(String what, long total) {
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return ProgressBar.of(what, total, err, InstantSource.system());
    }

    /// What the store has as unsettled; a state that is not written yet counts as unsettled.
    private static long unsettled(PostgresStores stores) {
        try {
            return stores.transfers().backlog().stream().mapToLong(each -> each.unsettled()).sum();
        } catch (RuntimeException e) {
            // The database has just come back, and our own connections have not.
            return Long.MAX_VALUE;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long giveUpAt = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAt) {
                throw new IllegalStateException("the crowd is not where it should be");
            }
            Thread.sleep(POLL);
        }
    }
}
