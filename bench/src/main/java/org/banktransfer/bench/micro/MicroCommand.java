package org.banktransfer.bench.micro;

import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;

/// Times what takes nanoseconds.
@Command(
        name = "micro",
        header = "Time what takes nanoseconds.",
        mixinStandardHelpOptions = true,
        description =
                "Times the decision table, the batcher, JSON and the fingerprint by JMH, each in a JVM"
                        + " of its own.",
        sortOptions = false)
public final class MicroCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "parts of benchmarks' names (default: all)")
    private List<String> names = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "of each of 5 rounds, after 5 to warm up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--json", description = "print JMH's own JSON; all else goes to stderr")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws RunnerException, IOException {
        var options =
                new OptionsBuilder()
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(seconds));
        names.forEach(options::include);
        if (!json) {
            return new Runner(options.build()).run().isEmpty() ? 1 : 0;
        }
        var results = Files.createTempFile("micro", ".json");
        try {
            options.resultFormat(ResultFormatType.JSON)
                    .result(results.toString())
                    .output("/dev/stderr");
            boolean isEmpty = new Runner(options.build()).run().isEmpty();
            spec.commandLine().getOut().print(Files.readString(results));
            spec.commandLine().getOut().flush();
            return isEmpty ? 1 : 0;
        } finally {
            Files.delete(results);
        }
    }
}
