package org.banktransfer.service;

import org.banktransfer.service.chaos.TimeToTruth;
import org.banktransfer.service.chaos.TimeToTruth.Scenario;
import org.banktransfer.service.postgres.embedded.Directories;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// Measures how soon all is settled after a fault.
@Command(
        name = "time-to-truth",
        header = "Measure how soon all is settled after one fault.",
        mixinStandardHelpOptions = true,
        description = {
            "Starts PostgreSQL, a sandbox institution and two nodes with the settings they have by"
                    + " default, brings many transfers under way, lets one thing go wrong, and measures"
                    + " how long it takes until every transfer is settled.",
            "node-killed: SIGKILL of the node that drives them; the other one takes over.%n"
                    + "only-node-killed: the same without another; it is started again at once.%n"
                    + "postgres-restarted: SIGKILL of PostgreSQL, which is started again at once.%n"
                    + "institution-down: it is away for long, and most press while it is."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            "0:all was settled, and it says how soon",
            "1:not all was",
            Exits.MISUNDERSTOOD
        },
        sortOptions = false)
public final class TimeToTruthCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "${COMPLETION-CANDIDATES}; all of them if none is named")
    private List<Scenario> scenarios = List.of();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "1000",
            description = "transfers in flight (default: ${DEFAULT-VALUE})")
    private int inFlight;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "transfers that wait when the institution is back (default: ${DEFAULT-VALUE})")
    private int waiting;

    @Option(
            names = "--outage-seconds",
            paramLabel = "N",
            defaultValue = "600",
            description = "how long the institution is away (default: ${DEFAULT-VALUE})")
    private int outageSeconds;

    @Option(names = "--json", description = "one line of JSON for each scenario")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var chosen = scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios;
        for (var scenario : chosen) {
            var directory = ChaosCommand.HOME.resolve(System.currentTimeMillis() + "-" + scenario);
            int crowd = scenario == Scenario.INSTITUTION_DOWN ? waiting : inFlight;
            var result =
                    new TimeToTruth(directory, ChaosCommand.HOME.resolve("programs"), System.err)
                            .measure(scenario, crowd, Duration.ofSeconds(outageSeconds));
            if (json) {
                System.out.println(Json.line(result.json()));
            } else {
                result.print(System.out);
            }
            Directories.deleteTree(directory);
        }
        return 0;
    }
}
