package org.banktransfer.spec;

import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `./banktransfer model`: checks the model, its mutants, or traces. Exits with 0 when all is as it
/// should be, 1 when it is not, 2 when it was not understood.
@Command(
        name = "banktransfer model",
        mixinStandardHelpOptions = true,
        description = "Checks the model of the protocol, its mutants, or traces against it.",
        footer = {
            "",
            "Without an option: what `mvn verify` checks of the model itself, in under a minute.",
            "spec/README.md lists the configurations, the mutants, and what each has found."
        })
public final class Main implements Callable<Integer> {

    private static final int MISUNDERSTOOD = 2;
    private static final Map<String, String> SHEETS =
            Map.of(
                    "any",
                    TraceChecker.ANY,
                    "full",
                    TraceChecker.FULL,
                    "no-tombstones",
                    "OnlyNoTombstones",
                    "bare",
                    "OnlyBare");

    @ArgGroup private Choice choice = new Choice();

    @Option(
            names = "--institution",
            paramLabel = "KIND",
            defaultValue = "any",
            description =
                    "With --trace: any, full, no-tombstones or bare; what it can do. Default: any.")
    private String institution = "any";

    @Option(
            names = "--memory",
            paramLabel = "MEBIBYTES",
            defaultValue = "2048",
            description = "How much TLC may use. Default: 2048.")
    private int memory = 2048;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "60",
            description = "How long TLC may take for each. Default: 60.")
    private long minutes = 60;

    @Spec private CommandSpec command = CommandSpec.create();

    /// At most one of these.
    private static final class Choice {
        @Option(
                names = "--config",
                paramLabel = "NAME",
                split = ",",
                description = "Configurations to check, such as small or large; or all.")
        private List<String> configurations = List.of();

        @Option(names = "--mutants", description = "Checks that TLC finds every mutant.")
        private boolean mutants;

        @Option(
                names = "--trace",
                paramLabel = "FILE",
                arity = "1..*",
                description =
                        "Files of traces, merged by their times: is each trace a behaviour of the"
                                + " model?")
        private List<Path> traces = List.of();
    }

    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    static CommandLine line() {
        var line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, _) -> {
            command.getErr().println("banktransfer: " + e.getMessage());
            return e instanceof IllegalArgumentException ? MISUNDERSTOOD : 1;
        });
        return line;
    }

    @Override
    public Integer call() throws IOException {
        var specification = Specification.find();
        boolean well =
                choice.mutants
                        ? findsMutants(specification)
                        : choice.traces.isEmpty() ? holds(specification) : explains(specification);
        return well ? 0 : 1;
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private Duration within() {
        return Duration.ofMinutes(minutes);
    }

    private boolean holds(Specification specification) {
        boolean well = true;
        for (var configuration : chosen(specification)) {
            out().println(configuration.name() + ": " + configuration.purpose());
            var task = specification.task(configuration, memory, within());
            var verdict =
                    new ModelChecker(
                                    line -> {
                                        if (line.startsWith("Progress(")) {
                                            out().println("  " + line);
                                        }
                                    })
                            .check(task);
            switch (verdict) {
                case Verdict.Holds(var figures) -> out().println("  holds: " + said(figures));
                case Verdict.Violated(var property, var counterexample, var figures) -> {
                    well = false;
                    out().println(counterexample);
                    out().println("  VIOLATED: " + property + "; " + said(figures));
                }
                case Verdict.NotChecked(var why, var output) -> {
                    well = false;
                    out().println(output);
                    out().println("  NOT CHECKED: " + why);
                }
            }
        }
        return well;
    }

    private List<Configuration> chosen(Specification specification) {
        if (choice.configurations.equals(List.of("all"))) {
            return specification.configurations();
        }
        var names = choice.configurations.isEmpty() ? Specification.QUICK : choice.configurations;
        return names.stream().map(specification::configuration).toList();
    }

    private static String said(Verdict.Figures figures) {
        return String.format(
                Locale.ROOT,
                "%,d states (%,d generated), %d deep, %.0f s",
                figures.distinct(),
                figures.generated(),
                figures.depth(),
                figures.took().toMillis() / 1000.0);
    }

    private boolean findsMutants(Specification specification) {
        var check = new MutantCheck(specification, new ModelChecker(_ -> {}), within());
        var results = check.check(specification.mutants(), result -> out().println(said(result)));
        long found = results.stream().filter(result -> result.problem().isEmpty()).count();
        out().println(found + " of " + results.size() + " mutants found as they should be");
        return found == results.size();
    }

    private static String said(MutantCheck.Result result) {
        var mutant = result.mutant();
        return "%-22s %s"
                .formatted(
                        mutant.name(),
                        result.problem()
                                .map(problem -> "NOT FOUND: " + problem)
                                .orElseGet(() ->
                                        "found by "
                                                + mutant.violates()
                                                + result.verdict()
                                                        .length()
                                                        .map(length -> " in " + length + " states")
                                                        .orElse("")));
    }

    private boolean explains(Specification specification) throws IOException {
        var sheets = SHEETS.get(institution);
        if (sheets == null) {
            throw new IllegalArgumentException("no institution " + institution);
        }
        var lines = new ArrayList<String>();
        for (var file : choice.traces) {
            lines.addAll(Files.readAllLines(file));
        }
        var traces = Trace.of(lines.stream());
        int tracesAtOnce = 100;
        var results = new TraceChecker(specification, sheets, tracesAtOnce, within()).check(traces);
        results.stream().filter(result -> !result.isBehaviour()).forEach(this::tell);
        long behaviours = results.stream().filter(TraceChecker.Result::isBehaviour).count();
        int events = traces.stream().mapToInt(trace -> trace.events().size()).sum();
        out().printf(
                        "%d of %d traces (%d events) are behaviours of the model%n",
                        behaviours, results.size(), events);
        return behaviours == results.size();
    }

    private void tell(TraceChecker.Result result) {
        var trace = result.trace();
        out().println("not a behaviour of the model: " + String.join(", ", trace.transfers()));
        var told = trace.events().stream().map(TraceEvent::line).toList();
        told.subList(0, result.explained()).forEach(line -> out().println("    " + line));
        Stream.of(told.get(result.explained())).forEach(line -> out().println(" -> " + line));
    }
}
