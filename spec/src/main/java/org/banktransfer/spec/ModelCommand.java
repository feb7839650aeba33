package org.banktransfer.spec;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Checks the model, its mutants, or traces.
@Command(
        name = "model",
        header = "Check the model of the protocol, its mutants, or traces.",
        mixinStandardHelpOptions = true,
        description = {
            "Without an option it checks what `mvn verify` checks of the model itself, in under a"
                    + " minute. spec/README.md lists the configurations, the mutants, and what each has"
                    + " found."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all is as it should be",
            "1:it is not, or could not be checked in time",
            "2:it was not understood"
        },
        sortOptions = false)
public final class ModelCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();
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
                    "with --trace: any, full, no-tombstones or bare; what it can do (default:"
                            + " ${DEFAULT-VALUE})")
    private String institution = "any";

    @Option(
            names = "--memory",
            paramLabel = "MEBIBYTES",
            defaultValue = "2048",
            description = "how much TLC may use (default: ${DEFAULT-VALUE})")
    private int memory = 2048;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "60",
            description = "how long TLC may take for each (default: ${DEFAULT-VALUE})")
    private long minutes = 60;

    @Option(names = "--json", description = "one line of JSON for each, as it is checked")
    private boolean json;

    @Spec private CommandSpec command = CommandSpec.create();

    /// At most one of these.
    private static final class Choice {
        @Option(
                names = "--config",
                paramLabel = "NAME",
                split = ",",
                description = "configurations to check, such as small or large; or all")
        private List<String> configurations = List.of();

        @Option(names = "--mutants", description = "check that TLC finds every mutant")
        private boolean mutants;

        @Option(
                names = "--trace",
                paramLabel = "FILE",
                arity = "1..*",
                description =
                        "files of traces, merged by their times: is each trace a behaviour of the"
                                + " model?")
        private List<Path> traces = List.of();
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

    private PrintWriter err() {
        return command.commandLine().getErr();
    }

    /// Tells the same thing to a person or to a program.
    private void tell(String forPeople, Map<String, Object> forPrograms) {
        out().println(json ? JSON.writeValueAsString(forPrograms) : forPeople);
        out().flush();
    }

    private boolean holds(Specification specification) {
        boolean well = true;
        for (var configuration : chosen(specification)) {
            if (!json) {
                out().println(configuration.name() + ": " + configuration.purpose());
                out().flush();
            }
            var task = specification.task(configuration, memory, within());
            var verdict =
                    new ModelChecker(
                                    line -> {
                                        if (line.startsWith("Progress(")) {
                                            err().println("  " + line);
                                            err().flush();
                                        }
                                    })
                            .check(task);
            var told = new LinkedHashMap<String, Object>();
            told.put("configuration", configuration.name());
            switch (verdict) {
                case Verdict.Holds(var figures) -> {
                    told.put("verdict", "holds");
                    put(told, figures);
                    tell("  holds: " + said(figures), told);
                }
                case Verdict.Violated(var property, var counterexample, var figures) -> {
                    well = false;
                    told.put("verdict", "violated");
                    told.put("property", property);
                    told.put("counterexample", counterexample);
                    put(told, figures);
                    tell(counterexample + "\n  VIOLATED: " + property + "; " + said(figures), told);
                }
                case Verdict.NotChecked(var why, var output) -> {
                    well = false;
                    told.put("verdict", "not_checked");
                    told.put("why", why);
                    tell(output + "\n  NOT CHECKED: " + why, told);
                }
            }
        }
        return well;
    }

    private static void put(Map<String, Object> told, Verdict.Figures figures) {
        told.put("states", figures.distinct());
        told.put("generated", figures.generated());
        told.put("depth", figures.depth());
        told.put("seconds", figures.took().toMillis() / 1000.0);
    }

    private List<Configuration> chosen(Specification specification) {
        if (choice.configurations.equals(List.of("all"))) {
            return specification.configurations();
        }
        var names = choice.configurations.isEmpty() ? Specification.QUICK : choice.configurations;
        try {
            return names.stream().map(specification::configuration).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
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
        var results =
                check.check(specification.mutants(), result -> tell(said(result), told(result)));
        long found = results.stream().filter(result -> result.problem().isEmpty()).count();
        if (!json) {
            out().println(found + " of " + results.size() + " mutants found as they should be");
        }
        return found == results.size();
    }

    private static Map<String, Object> told(MutantCheck.Result result) {
        var told = new LinkedHashMap<String, Object>();
        told.put("mutant", result.mutant().name());
        told.put("violates", result.mutant().violates());
        told.put("found", result.problem().isEmpty());
        result.problem().ifPresent(problem -> told.put("problem", problem));
        result.verdict().length().ifPresent(length -> told.put("states", length));
        return told;
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
            throw new ParameterException(
                    command.commandLine(), "--institution is any, full, no-tombstones or bare");
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
        tell(
                "%d of %d traces (%d events) are behaviours of the model"
                        .formatted(behaviours, results.size(), events),
                Map.of("traces", results.size(), "behaviours", behaviours, "events", events));
        return behaviours == results.size();
    }

    private void tell(TraceChecker.Result result) {
        var trace = result.trace();
        if (json) {
            var told = new LinkedHashMap<String, Object>();
            told.put("not_a_behaviour", trace.transfers());
            told.put("explained", result.explained());
            told.put("events", trace.events().size());
            out().println(JSON.writeValueAsString(told));
            return;
        }
        out().println("not a behaviour of the model: " + String.join(", ", trace.transfers()));
        var told = trace.events().stream().map(TraceEvent::line).toList();
        told.subList(0, result.explained()).forEach(line -> out().println("    " + line));
        Stream.of(told.get(result.explained())).forEach(line -> out().println(" -> " + line));
    }
}
