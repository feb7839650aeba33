package org.banktransfer.bench.micro;

import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Times what takes nanoseconds.
@Command(
        name = "micro",
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

    @Option(names = "--json", paramLabel = "FILE", description = "write the results as JSON, too")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() throws RunnerException {
        var options =
                new OptionsBuilder()
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(seconds));
        names.forEach(options::include);
        json.ifPresent(file -> options.resultFormat(ResultFormatType.JSON).result(file.toString()));
        return new Runner(options.build()).run().isEmpty() ? 1 : 0;
    }
}
