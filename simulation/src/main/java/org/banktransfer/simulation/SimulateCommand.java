package org.banktransfer.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.simulation.world.Simulation;
import org.banktransfer.simulation.world.Simulation.Finding;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.BufferedWriter;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Runs simulated worlds until so many transfers were accepted in them, or replays one world.
@Command(
        name = "simulate",
        header = "Run the protocol in simulated worlds in which everything goes wrong.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the production engine, redemption and recovery in small simulated worlds in which"
                    + " everything goes wrong, and checks after every event that no money is lost.",
            "One thread and no clock: the same seed always runs the same worlds, event for event."
        },
        footer = {
            "",
            "Ctrl-C ends it with what was met so far. What is never met is an error from "
                    + SimulateCommand.STANDARD_RUN
                    + " transfers on."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing was violated, and everything was met",
            "1:something was",
            "2:it was not understood"
        })
final class SimulateCommand implements Callable<Integer> {

    /// From how many transfers on every row and every kind of fault must have been met.
    static final int STANDARD_RUN = 100_000;

    private static final int WELL = 0;
    private static final int NOT_WELL = 1;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "what all chance comes from (default: another one each time)")
    @Nullable Long seed;

    @Option(
            names = "--transfers",
            paramLabel = "N",
            defaultValue = "" + STANDARD_RUN,
            description = "how many transfers to simulate (default: ${DEFAULT-VALUE})")
    long transfers;

    @Option(
            names = "--world",
            paramLabel = "K",
            description = "replay world K of the seed and tell what happened in it")
    @Nullable Long world;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "write every step of every drive as a line of JSON")
    @Nullable Path trace;

    @Option(names = "--json", description = "one line of JSON")
    boolean isJson;

    @Spec CommandSpec spec;

    private final InstantSource clock;

    SimulateCommand() {
        this(InstantSource.system());
    }

    @SuppressWarnings("NullAway.Init") // picocli sets the spec.
    SimulateCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (transfers < 1) {
            throw new ParameterException(spec.commandLine(), "--transfers is at least 1");
        }
        if (world != null && seed == null) {
            throw new ParameterException(spec.commandLine(), "--world needs the --seed it is of");
        }
        var simulation = new Simulation(seed == null ? clock.millis() : seed);
        var out = spec.commandLine().getOut();
        if (trace == null) {
            return run(simulation, out, null);
        }
        // Not by a channel, which an interruption would close with the last lines still to come.
        try (var lines = new BufferedWriter(new FileWriter(trace.toFile(), UTF_8))) {
            return run(simulation, out, lines);
        } catch (IOException e) {
            spec.commandLine().getErr().println("banktransfer: cannot write the trace: " + e);
            return NOT_WELL;
        }
    }

    private int run(Simulation simulation, PrintWriter out, @Nullable BufferedWriter lines) {
        var err = spec.commandLine().getErr();
        var report = new SimulationReport(simulation, transfers, out, err, clock);
        if (world != null) {
            var course = simulation.world(world, true, lines);
            if (course.violation() == null) {
                report.world(world, course, isJson);
                return WELL;
            }
            report.finding(simulation.shrunk(world, course), isJson);
            return NOT_WELL;
        }
        report.begin(transfers, isJson);
        Optional<Finding> finding =
                simulation.run(
                        soFar -> {
                            report.progress();
                            return soFar.transfers() >= transfers || isInterrupted();
                        },
                        lines);
        if (finding.isPresent()) {
            report.finding(finding.get(), isJson);
            return NOT_WELL;
        }
        var missing = simulation.coverage().missing();
        boolean wasInterrupted = simulation.transfers() < transfers;
        report.summary(isJson, wasInterrupted);
        if (wasInterrupted) {
            return WELL;
        }
        return missing.isEmpty() || transfers < STANDARD_RUN ? WELL : NOT_WELL;
    }

    /// Whoever runs us interrupts us at Ctrl-C.
    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
