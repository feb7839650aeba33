package org.banktransfer.service;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.service.demo.Demo;
import org.banktransfer.service.demo.World;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Shows the main job on real parts.
@Command(
        name = "demo",
        header = "Show it on real parts, through every kind of trouble.",
        mixinStandardHelpOptions = true,
        description = {
            "Starts PostgreSQL, a sandbox institution and the service, redeems cards over HTTP through"
                    + " every kind of trouble, shows where the money is on both sides, audits the"
                    + " books, and stays up for you to try."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            "0:every line was as it should be",
            "1:one was not",
            Exits.MISUNDERSTOOD,
            "130:Ctrl-C ended it"
        },
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

    private static final int PREFERRED_PORT = 8080;
    private static final String INSTITUTION = "sandbox";

    @Option(names = "--once", description = "end after the audit")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "where it keeps its data (default: .banktransfer/demo in the home directory)")
    private Path data = Path.of(System.getProperty("user.home"), ".banktransfer", "demo");

    @Option(
            names = "--json",
            description = "one line of JSON for each scenario; all else goes to stderr")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var startedAt = InstantSource.system().instant();
        var directory = data.toAbsolutePath().normalize();
        PrintStream out = json ? System.err : System.out;
        out.println("starting PostgreSQL 18 in " + directory + " (the first time takes longer)");
        try (var postgres = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory))) {
            // Ctrl-C ends the other processes with this one; PostgreSQL would outlive us.
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(postgres::stop));
            out.println("starting the sandbox institution");
            try (var world = World.start(directory, postgres)) {
                out.println("starting the service");
                var keys = world.institutionUrl().resolve("/v1/keys");
                var node =
                        world.startNode(
                                freePort(), "--institutions." + INSTITUTION + ".card-keys=" + keys);
                var demo = new Demo(world, node, out, this::tell);
                boolean allWell = demo.play(number -> block(world, number));
                allWell &= audit(world, startedAt, out);
                out.println(allWell ? "\nall as it should be" : "\nNOT ALL AS IT SHOULD BE");
                if (!once) {
                    demo.invite();
                    new CountDownLatch(1).await();
                }
                return allWell ? 0 : 1;
            }
        }
    }

    private void tell(Map<String, Object> fields) {
        if (json) {
            System.out.println(Json.line(fields));
        }
    }

    private boolean audit(World world, Instant startedAt, PrintStream out)
            throws InterruptedException {
        out.println();
        var report = AuditCommand.run(Settings.Outside.of(source(world)), startedAt, _ -> {});
        report.print(out);
        tell(Map.of("audit", report.json()));
        return AuditCommand.exitStatus(report) == 0;
    }

    private static void block(World world, String number) {
        CardCommand.setBlocked(
                source(world), new InstitutionName(INSTITUTION), new CardNumber(number), true);
    }

    private static SettingsSource source(World world) {
        return SettingsSource.of(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "data",
                        world.directory().toString(),
                        "institutions." + INSTITUTION + ".url",
                        world.institutionUrl().toString()));
    }

    /// The usual port, if nobody has it.
    private static int freePort() {
        try (var _ = new ServerSocket(PREFERRED_PORT)) {
            return PREFERRED_PORT;
        } catch (IOException e) {
            return 0;
        }
    }
}
