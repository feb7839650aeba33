package org.banktransfer.bench;

import org.banktransfer.bench.measured.Machine;
import org.banktransfer.bench.micro.MicroCommand;
import org.banktransfer.bench.report.Percentiles;
import org.banktransfer.bench.report.Plot;
import org.banktransfer.bench.report.Report;
import org.banktransfer.service.postgres.embedded.Directories;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Measures how fast it is, on this machine.
@Command(
        name = "bench",
        header = "Measure how fast it is, and how fast PostgreSQL would let it be.",
        mixinStandardHelpOptions = true,
        description = {
            "Starts PostgreSQL, the sandbox institution and a node of the service, each a process of"
                    + " its own as it is shipped, loads them over HTTP, and reports how many transfers"
                    + " a second were settled, how long customers and settlement took, and what it cost"
                    + " every process in CPU and PostgreSQL in writes. Audits the books afterwards.",
            "end-to-end: redeems cards, in a closed loop, or in an open one with --rate.%n"
                    + "in-process: engine and stores alone, customers and institution in this process.%n"
                    + "latency: open loops at 10 to 100 %% of the peak; with --plot, the plot.%n"
                    + "alone: one customer, held against three fsyncs and the institution.%n"
                    + "reads: a transfer and an account in turn.%n"
                    + "soak: 80 %% of the peak, and the node's memory; give it --seconds 1800.%n"
                    + "overload: five times the peak; goodput, latency of what is accepted, memory.%n"
                    + "aged: the rate over many settled transfers against that of an empty database.%n"
                    + "backlog: how fast many unsettled transfers are worked off.%n"
                    + "limit: bare PostgreSQL over the same schema, nothing else.%n"
                    + "micro: micro-benchmarks; a command of its own.",
            "bench/README.md tells which figure comes from which call."
        },
        subcommands = MicroCommand.class,
        footer = {"", "Ctrl-C ends it with what was measured so far."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it has measured, and the books were right",
            "1:it has not, or they were not",
            "2:it was not understood"
        },
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {

    private static final Path HOME = Path.of(System.getProperty("user.home"), ".banktransfer");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "${COMPLETION-CANDIDATES}; end-to-end if none is named")
    private List<Scenario> scenarios = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "how long each load is measured (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "20",
            description = "seconds of each load before that (default: ${DEFAULT-VALUE})")
    private double warmUp;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "512",
            description = "customers at once in a closed loop (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "an open loop of so many requests a second instead")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--peak",
            paramLabel = "R",
            description =
                    "what latency, soak and overload take shares of (default: measured first)")
    private Optional<Double> peak = Optional.empty();

    @Option(
            names = "--limit",
            description = "also run the bare-PostgreSQL rig, and print the ratios to it")
    private boolean withLimit;

    @Option(
            names = "--limit-batch",
            paramLabel = "N",
            defaultValue = "500",
            description = "transfers to a commit of the rig (default: ${DEFAULT-VALUE})")
    private int limitBatch;

    @Option(
            names = "--slow-institution",
            description = "its answers take 1.5 s in the median and 80 s at worst")
    private boolean isInstitutionSlow;

    @Option(
            names = "--institution-ms",
            paramLabel = "N",
            defaultValue = "0",
            description = "latency of the institution of in-process (default: ${DEFAULT-VALUE})")
    private long institutionMillis;

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = "100000",
            description = "accounts of 10,000 customers (default: ${DEFAULT-VALUE})")
    private int accounts;

    @Option(
            names = "--cards",
            paramLabel = "N",
            defaultValue = "100000",
            description = "cards, each used again after all the others (default: ${DEFAULT-VALUE})")
    private int cards;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "0",
            description = "settled transfers of aged, unsettled ones of backlog")
    private long rows;

    @Option(
            names = "--node-option",
            paramLabel = "NAME=VALUE",
            description = "a further setting of the node; may be given more than once")
    private List<String> nodeOptions = new ArrayList<>();

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "a further option of the node's JVM; may be given more than once")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--json", description = "print the report as JSON; all else goes to stderr")
    private boolean json;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "write the plot of latency against load, as SVG")
    private Optional<Path> plot = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "a new directory for its data, which is kept (default: one in the home"
                            + " directory, under .banktransfer/bench, deleted at the end)")
    private Optional<Path> data = Optional.empty();

    @Override
    public Integer call() throws InterruptedException, IOException {
        var directory =
                data.orElseGet(() -> HOME.resolve("bench").resolve("" + System.currentTimeMillis()))
                        .toAbsolutePath()
                        .normalize();
        requireSense(directory);
        var chosen = scenarios.isEmpty() ? List.of(Scenario.END_TO_END) : scenarios;
        var arguments = spec.commandLine().getParseResult().originalArgs();
        var report = new Report(("bench " + String.join(" ", arguments)).strip());
        var log = System.err;
        log.println("data in " + directory);
        Files.createDirectories(directory);
        List<Plot.Point> points = new ArrayList<>();
        try {
            for (var scenario : chosen) {
                var options = options(directory.resolve(scenario.toString()));
                report.machine(
                        "fsync_of_8_KiB", Percentiles.of(Machine.fsync(directory)).toString());
                try (var postgres = start(options)) {
                    var all = new Scenarios(options, postgres, report, log);
                    all.run(scenario);
                    points.addAll(all.points());
                }
                deleteUnlessKept(options.directory());
            }
        } catch (InterruptedException e) {
            log.println("interrupted; so far:");
            show(report, points);
            throw e;
        }
        show(report, points);
        deleteUnlessKept(directory);
        return report.isClean() ? 0 : 1;
    }

    private EmbeddedPostgres start(Options options) {
        var settings =
                new EmbeddedPostgres.Settings(
                        options.directory(), options.programs(), 0, Duration.ofMinutes(2));
        var postgres = EmbeddedPostgres.start(settings);
        // Ctrl-C ends the other processes with this one; PostgreSQL would outlive us.
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    postgres.stop();
                                    deleteUnlessKept(options.directory());
                                }));
        return postgres;
    }

    private void deleteUnlessKept(Path directory) {
        if (data.isEmpty()) {
            try {
                Directories.deleteTree(directory);
            } catch (IOException e) {
                System.err.println("bench: left behind: " + e.getMessage());
            }
        }
    }

    private Options options(Path directory) {
        return new Options(
                ofSeconds(seconds),
                ofSeconds(warmUp),
                connections,
                rate,
                peak,
                accounts,
                cards,
                isInstitutionSlow,
                Duration.ofMillis(institutionMillis),
                withLimit,
                limitBatch,
                nodeOptions.stream().map(option -> "--" + option).toList(),
                List.copyOf(jvmOptions),
                rows,
                directory,
                HOME.resolve("programs"));
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis((long) (1000 * seconds));
    }

    private void requireSense(Path directory) throws IOException {
        if (seconds <= 0
                || warmUp < 0
                || connections < 1
                || accounts < 1
                || cards < connections
                || limitBatch < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seconds, --connections, --accounts and --limit-batch are more than zero,"
                            + " --warm-up is not less, and there are at least as many --cards as"
                            + " --connections");
        }
        if (Files.exists(directory)) {
            try (var entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw new ParameterException(
                            spec.commandLine(), "--data must name a new directory: " + directory);
                }
            }
        }
    }

    private void show(Report report, List<Plot.Point> points) throws IOException {
        report.print(json ? System.err : System.out);
        if (json) {
            var line = spec.commandLine();
            line.getOut().println(report.json());
            line.getOut().flush();
        }
        if (plot.isPresent() && !points.isEmpty()) {
            Files.writeString(plot.get(), new Plot("Customers' answers", points).svg());
        }
    }
}
