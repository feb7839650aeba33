package org.banktransfer.service;

import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.chaos.Chaos;
import org.banktransfer.service.chaos.ChaosReport;
import org.banktransfer.service.postgres.embedded.Directories;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Attacks a bank of its own and looks at the books.
@Command(
        name = "chaos",
        header = "Attack a bank of its own under load, and hold every answer against the books.",
        mixinStandardHelpOptions = true,
        description = {
            "Starts PostgreSQL, a sandbox institution and two nodes, lets many customers press, and"
                    + " kills, freezes, cuts, throttles, fills and skews all of it by a seeded plan. Heals"
                    + " it, waits until everything is settled, and holds every answer that anybody got"
                    + " against the books of both sides.",
            "The same seed plans the same strikes at the same times; what they hit differs from run"
                    + " to run.",
            "If anything is wrong, or Ctrl-C ends it, data, logs, traces and every answer are left, and"
                    + " it says where."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            "0:no money is missing, and nobody was told anything untrue",
            "1:some is, or somebody was",
            Exits.MISUNDERSTOOD,
            "130:Ctrl-C ended it; nothing is known of the books"
        },
        sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {

    /// Where chaos and its measurements keep their data unless they are told otherwise.
    static final Path HOME = Path.of(System.getProperty("user.home"), ".banktransfer", "chaos");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "1",
            description = "how long the saboteur works (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "of the plan (default: a new one)")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "40",
            description = "customers at once (default: ${DEFAULT-VALUE})")
    private int customers;

    @Option(names = "--json", description = "one line of JSON; all else goes to stderr")
    private boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "a new directory for its data, which is kept (default: one in the home"
                            + " directory, under .banktransfer/chaos, kept only if something is"
                            + " wrong)")
    private Optional<Path> data = Optional.empty();

    @Override
    public Integer call() throws InterruptedException, IOException {
        var plan = seed.orElseGet(() -> new SecureRandom().nextLong(1_000_000_000));
        var directory =
                data.orElseGet(() -> HOME.resolve(System.currentTimeMillis() + "-" + plan))
                        .toAbsolutePath()
                        .normalize();
        requireSense(directory);
        PrintStream log = json ? System.err : System.out;
        log.println("seed " + plan + ", data in " + directory);
        var report =
                Chaos.run(
                        new Chaos.Settings(
                                plan,
                                Duration.ofMillis((long) (minutes * 60_000)),
                                customers,
                                directory,
                                HOME.resolve("programs")),
                        ChaosCommand::audit,
                        log);
        show(report);
        if (report.isClean() && data.isEmpty()) {
            Directories.deleteTree(directory);
        }
        return report.isClean() ? 0 : 1;
    }

    private void requireSense(Path directory) throws IOException {
        if (minutes < 0.2 || customers < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes is at least 0.2, --customers at least 1");
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

    private void show(ChaosReport report) {
        if (json) {
            System.out.println(Json.line(report.json()));
        }
        report.print(json ? System.err : System.out);
    }

    /// Faster than an audit beside a living service would be: nobody else asks the institution.
    public static AuditReport audit(Path directory, URI institution, Instant from)
            throws InterruptedException {
        var source =
                SettingsSource.of(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "data", directory.toString(),
                                "institutions.sandbox.url", institution.toString(),
                                "institutions.sandbox.look-ups-per-minute", "1000000"));
        return AuditCommand.run(Settings.Outside.of(source), from, _ -> {});
    }
}
