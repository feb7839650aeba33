package org.banktransfer.service.chaos;

import org.banktransfer.progress.ProgressBar;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.postgres.PostgresStores;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// One run: start everything, let customers press and the saboteur strike, heal, wait until all is
/// settled, and look at the books.
public final class Chaos {

    /// How long everything may take to settle once it is healed.
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

    /// Nodes do not live long enough for more to pay.
    private static final List<String> COMPILES_LITTLE = List.of("-XX:TieredStopAtLevel=1");

    private static final Duration POLL = Duration.ofMillis(50);

    /// What a run is given.
    ///
    /// @param seed of the saboteur's schedule, and of what customers wish for
    /// @param length of the sabotage; more than ten seconds
    /// @param directory new; keeps data, logs, traces and every answer
    /// @param programs where PostgreSQL's programs are unpacked
    public record Settings(
            long seed, Duration length, int customers, Path directory, Path programs) {}

    /// Audits our books against the institution's.
    public interface Auditor {
        AuditReport audit(Path directory, URI institution, Instant from)
                throws InterruptedException;
    }

    private final Settings settings;
    private final PrintStream log;
    private final ProgressBar progress;
    private final long startedAt = System.nanoTime();

    private Chaos(Settings settings, PrintStream log) {
        this.settings = settings;
        this.log = log;
        progress =
                ProgressBar.of(
                        "seconds of sabotage",
                        settings.length().toSeconds(),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        InstantSource.system());
    }

    /// @param log gets a line for everything that happens
    public static ChaosReport run(Settings settings, Auditor auditor, PrintStream log)
            throws InterruptedException {
        return new Chaos(settings, log).run(auditor);
    }

    /// With the time since the start.
    private void say(String line) {
        progress.clear();
        log.printf("%7.1f s  %s%n", (System.nanoTime() - startedAt) / 1e9, line);
    }

    private ChaosReport run(Auditor auditor) throws InterruptedException {
        var schedule = Schedule.of(settings.seed(), settings.length());
        say("starting PostgreSQL, the institution and two nodes");
        var from = Instant.now();
        create(settings.directory());
        try (var parts = Parts.start(settings.directory(), settings.programs(), COMPILES_LITTLE);
                var memory = new Memory(settings.directory().resolve("told.jsonl"))) {
            // Each on a thread of its own would be faster; a second migration would wait anyway.
            Schedule.NODES.forEach(node -> parts.startNode(node, options(node)));
            var cards = new CardStock(parts.institution(), new Random(settings.seed()));
            var saboteur = new Saboteur(parts, schedule, this::say, progress::at);
            try (var load =
                    Load.start(
                            parts,
                            settings.customers(),
                            cards,
                            memory,
                            new Random(settings.seed()))) {
                say(schedule.strikes().size() + " strikes in " + settings.length());
                saboteur.run();
                progress.close();
                long healedAt = System.nanoTime();
                say("healed; customers finish what they have begun");
                int stillAtIt = load.end();
                try (var stores = BothBooks.open(parts)) {
                    var settledIn = awaitSettled(parts, stores, healedAt);
                    say("settled " + settledIn.toMillis() + " ms after the healing");
                    var books = BothBooks.read(stores, parts.institution(), from, Instant.now());
                    say("books read");
                    var traces = Traces.read(settings.directory());
                    var verdict =
                            Judge.judge(books, traces.cashedOut(), memory.wishes(), cards.issued());
                    var audit =
                            auditor.audit(
                                    settings.directory(),
                                    parts.institutionUrl(),
                                    from.minusSeconds(60));
                    say("audited");
                    return new ChaosReport(
                            settings.seed(),
                            settings.length(),
                            Figures.of(books, memory, saboteur, traces),
                            settledIn,
                            stillAtIt,
                            parts.isUp(),
                            verdict,
                            audit,
                            settings.directory());
                }
            }
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Little patience, so that a short outage already makes transfers give up; people who look
    /// after parked ones at once; limits that are met.
    private static String[] options(String node) {
        return Stream.concat(
                        cashOut(node).stream(),
                        Stream.of(
                                "--cash-out-valid-for=15s",
                                "--patience=18s",
                                "--retry.cap=5s",
                                "--retry.parked=3s",
                                "--rules.transfer-amount=USD=8000,EUR=8000",
                                "--rules.daily-count=1000000",
                                "--stop-within=3s"))
                .toArray(String[]::new);
    }

    /// One node waits long for an answer and sends again, and meets every way in which a repeat can
    /// go. The other sends once and soon asks what became of it, while it may be on its way.
    private static List<String> cashOut(String node) {
        return node.equals(Schedule.NODES.getFirst())
                ? List.of("--cash-out-within=5s")
                : List.of("--cash-out-within=1s", "--institutions.sandbox.cash-out-timeout=1500ms");
    }

    /// What was held back arrives only after all is settled, and must change nothing any more.
    private Duration awaitSettled(Parts parts, PostgresStores stores, long healedAt)
            throws InterruptedException {
        while (stores.transfers().backlog().stream().anyMatch(each -> each.unsettled() > 0)) {
            var took = Duration.ofNanos(System.nanoTime() - healedAt);
            if (took.compareTo(SETTLED_WITHIN) > 0) {
                break;
            }
            Thread.sleep(POLL);
        }
        var took = Duration.ofNanos(System.nanoTime() - healedAt);
        parts.institution().release();
        return took;
    }
}
