package org.banktransfer.simulation;

import org.banktransfer.progress.ProgressBar;
import org.banktransfer.simulation.world.FaultKind;
import org.banktransfer.simulation.world.Row;
import org.banktransfer.simulation.world.Simulation;
import org.banktransfer.simulation.world.Simulation.Finding;
import org.banktransfer.simulation.world.World.Course;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a run of worlds says of itself: for people on a terminal, in a log, or for a program.
final class SimulationReport {

    private static final int WORLDS_BETWEEN_LOOKS = 64;

    private final Simulation simulation;
    private final PrintWriter out;
    private final InstantSource clock;
    private final ProgressBar progress;
    private final Instant began;

    /// @param transfers how many are to be simulated
    SimulationReport(
            Simulation simulation,
            long transfers,
            PrintWriter out,
            PrintWriter err,
            InstantSource clock) {
        this.simulation = simulation;
        this.out = out;
        this.clock = clock;
        progress = ProgressBar.of("transfers", transfers, err, clock);
        began = clock.instant();
    }

    void begin(long transfers, boolean isJson) {
        if (!isJson) {
            out.printf(
                    Locale.ROOT,
                    "simulating %,d transfers from seed %d%n",
                    transfers,
                    simulation.seed());
            out.flush();
        }
    }

    /// Called between two worlds; looks at the clock only now and then.
    void progress() {
        if (simulation.worlds() % WORLDS_BETWEEN_LOOKS == 0) {
            progress.at(simulation.transfers(), "%,d a second".formatted(rate()));
        }
    }

    private long rate() {
        long millis = Math.max(Duration.between(began, clock.instant()).toMillis(), 1);
        return simulation.transfers() * 1000 / millis;
    }

    /// @param wasInterrupted whether more was asked for
    void summary(boolean isJson, boolean wasInterrupted) {
        progress.clear();
        var coverage = simulation.coverage();
        var missing = coverage.missing();
        if (isJson) {
            out.println(summaryJson(wasInterrupted));
            out.flush();
            return;
        }
        out.println();
        out.println("| times met | row of the decision table |");
        out.println("|---:|---|");
        for (var row : Row.values()) {
            out.printf(Locale.ROOT, "| %,12d %s%n", coverage.of(row), row.words());
        }
        out.println();
        out.println("| times met | what went wrong |");
        out.println("|---:|---|");
        for (var kind : FaultKind.values()) {
            out.printf(
                    Locale.ROOT,
                    "| %,12d | %s |%n",
                    coverage.of(kind),
                    kind.word().replace('_', ' '));
        }
        out.println();
        missing.forEach(what -> out.println("never met, so not tested: " + what));
        if (wasInterrupted) {
            out.println("interrupted; so far:");
        }
        out.printf(
                Locale.ROOT,
                "%,d transfers in %,d worlds, %,d events, nothing violated%n",
                simulation.transfers(),
                simulation.worlds(),
                simulation.events());
        out.printf(
                Locale.ROOT,
                "%,d transfers a second; seed %d, hash %016x%n",
                rate(),
                simulation.seed(),
                simulation.hash());
        out.flush();
    }

    private String summaryJson(boolean wasInterrupted) {
        var coverage = simulation.coverage();
        var rows = new ArrayList<String>();
        for (var row : Row.values()) {
            rows.add(Json.text(row.words()) + ":" + coverage.of(row));
        }
        var faults = new ArrayList<String>();
        for (var kind : FaultKind.values()) {
            faults.add(Json.text(kind.word()) + ":" + coverage.of(kind));
        }
        return "{\"seed\":%d,\"worlds\":%d,\"transfers\":%d,\"events\":%d,\"per_second\":%d,\"hash\":\"%016x\",\"violations\":0,\"interrupted\":%b,\"rows\":{%s},\"faults\":{%s},\"missing\":%s}"
                .formatted(
                        simulation.seed(),
                        simulation.worlds(),
                        simulation.transfers(),
                        simulation.events(),
                        rate(),
                        simulation.hash(),
                        wasInterrupted,
                        String.join(",", rows),
                        String.join(",", faults),
                        Json.list(coverage.missing()));
    }

    /// One world in which nothing was violated.
    void world(long number, Course course, boolean isJson) {
        if (isJson) {
            out.println(
                    "{\"seed\":%d,\"world\":%d,\"transfers\":%d,\"events\":%d,\"hash\":\"%016x\",\"violations\":0,\"story\":%s}"
                            .formatted(
                                    simulation.seed(),
                                    number,
                                    course.transfers(),
                                    course.events(),
                                    course.hash(),
                                    Json.list(course.story())));
        } else {
            course.story().forEach(out::println);
            out.printf(
                    Locale.ROOT,
                    "world %d of seed %d: %,d transfers, %,d events, nothing violated, hash %016x%n",
                    number,
                    simulation.seed(),
                    course.transfers(),
                    course.events(),
                    course.hash());
        }
        out.flush();
    }

    void finding(Finding found, boolean isJson) {
        progress.clear();
        var violation = said(found.course());
        var command =
                "./banktransfer simulate --seed %d --world %d"
                        .formatted(simulation.seed(), found.world());
        if (isJson) {
            out.println(
                    "{\"seed\":%d,\"world\":%d,\"violations\":1,\"violation\":%s,\"replay\":%s,\"tape\":%d,\"shrunk_tape\":%d,\"story\":%s}"
                            .formatted(
                                    simulation.seed(),
                                    found.world(),
                                    Json.text(violation),
                                    Json.text(command),
                                    found.course().tape().numbers().length,
                                    found.shrunk().tape().numbers().length,
                                    Json.list(found.shrunk().story())));
        } else {
            out.println("VIOLATION: " + violation);
            out.println();
            out.println("The same in as little as was found:");
            tellShort(found.shrunk().story());
            out.println();
            out.println("replay:  " + command);
            out.println(
                    "keep it: add the line `%d %d` to simulation/src/test/resources/kept.seeds"
                            .formatted(simulation.seed(), found.world()));
        }
        out.flush();
    }

    private static String said(Course course) {
        return course.violation() == null ? "" : String.valueOf(course.violation().getMessage());
    }

    private void tellShort(List<String> story) {
        story.forEach(line -> out.println("  " + line));
    }
}
