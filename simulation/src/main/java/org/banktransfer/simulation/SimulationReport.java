package org.banktransfer.simulation;

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

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
    private static final int BAR = 40;
    private static final int WORLDS_BETWEEN_LOOKS = 64;

    private final Simulation simulation;
    private final PrintWriter out;
    private final InstantSource clock;
    private final Instant began;
    private final boolean isTerminal;
    private Instant lastSaid;

    SimulationReport(Simulation simulation, PrintWriter out, InstantSource clock) {
        this.simulation = simulation;
        this.out = out;
        this.clock = clock;
        began = clock.instant();
        lastSaid = began;
        isTerminal = isOnTerminal();
    }

    /// Without a terminal there may be no console at all, whatever the compiler has heard.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isOnTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
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
    void progress(long transfers, boolean isJson) {
        if (isJson || simulation.worlds() % WORLDS_BETWEEN_LOOKS != 0) {
            return;
        }
        var now = clock.instant();
        var pause = isTerminal ? BETWEEN_BARS : BETWEEN_LINES;
        if (Duration.between(lastSaid, now).compareTo(pause) < 0) {
            return;
        }
        lastSaid = now;
        long done = simulation.transfers();
        if (isTerminal) {
            int full = (int) Math.min(BAR, BAR * done / transfers);
            out.printf(
                    Locale.ROOT,
                    "\r[%s%s] %,d of %,d, %,d a second ",
                    "█".repeat(full),
                    " ".repeat(BAR - full),
                    done,
                    transfers,
                    rate());
        } else {
            out.printf(
                    Locale.ROOT, "%,d of %,d transfers, %,d a second%n", done, transfers, rate());
        }
        out.flush();
    }

    private long rate() {
        long millis = Math.max(Duration.between(began, clock.instant()).toMillis(), 1);
        return simulation.transfers() * 1000 / millis;
    }

    private void endBar() {
        if (isTerminal) {
            out.print("\r\033[K");
        }
    }

    void summary(boolean isJson) {
        var coverage = simulation.coverage();
        var missing = coverage.missing();
        if (isJson) {
            out.println(summaryJson());
            out.flush();
            return;
        }
        endBar();
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

    private String summaryJson() {
        var coverage = simulation.coverage();
        var rows = new ArrayList<String>();
        for (var row : Row.values()) {
            rows.add(Json.text(row.words()) + ":" + coverage.of(row));
        }
        var faults = new ArrayList<String>();
        for (var kind : FaultKind.values()) {
            faults.add(Json.text(kind.word()) + ":" + coverage.of(kind));
        }
        return "{\"seed\":%d,\"worlds\":%d,\"transfers\":%d,\"events\":%d,\"perSecond\":%d,\"hash\":\"%016x\",\"violations\":0,\"rows\":{%s},\"faults\":{%s},\"missing\":%s}"
                .formatted(
                        simulation.seed(),
                        simulation.worlds(),
                        simulation.transfers(),
                        simulation.events(),
                        rate(),
                        simulation.hash(),
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
        var violation = said(found.course());
        var command =
                "./banktransfer simulate --seed %d --world %d"
                        .formatted(simulation.seed(), found.world());
        if (isJson) {
            out.println(
                    "{\"seed\":%d,\"world\":%d,\"violations\":1,\"violation\":%s,\"replay\":%s,\"tape\":%d,\"shrunkTape\":%d,\"story\":%s}"
                            .formatted(
                                    simulation.seed(),
                                    found.world(),
                                    Json.text(violation),
                                    Json.text(command),
                                    found.course().tape().numbers().length,
                                    found.shrunk().tape().numbers().length,
                                    Json.list(found.shrunk().story())));
        } else {
            endBar();
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
