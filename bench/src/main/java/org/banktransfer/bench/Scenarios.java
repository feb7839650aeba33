package org.banktransfer.bench;

import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.bench.load.LoadGenerator.Times;
import org.banktransfer.bench.load.Pace;
import org.banktransfer.bench.load.PlainTraffic;
import org.banktransfer.bench.load.RedeemTraffic;
import org.banktransfer.bench.load.RedeemTraffic.Answered;
import org.banktransfer.bench.load.Seats;
import org.banktransfer.bench.measured.Machine;
import org.banktransfer.bench.report.Percentiles;
import org.banktransfer.bench.report.Plot.Point;
import org.banktransfer.bench.report.Report;
import org.banktransfer.bench.report.Report.Audited;
import org.banktransfer.identity.TransferId;
import org.banktransfer.service.ChaosCommand;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Every scenario, from the start of its processes to the audit of its books. The PostgreSQL is one
/// for all of them; each has databases of its own in it or, if it needs a node, the node's.
final class Scenarios {

    /// Of the peak.
    private static final List<Double> SWEEP = List.of(0.1, 0.25, 0.5, 0.75, 0.9, 1.0);

    /// Times the peak.
    private static final double OVERLOAD = 5;

    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final int OPEN_CONNECTIONS_MAX = 4000;
    private static final int CONNECTIONS_FOR_PEAK = 64;
    private static final long AGED_ROWS = 3_000_000;
    private static final long BACKLOG_ROWS = 100_000;

    /// Each is answered after 200 ms, when nobody can say anything yet.
    private static final int BACKLOG_CONNECTIONS = 500;

    /// What a benchmark runs into and a bank does not: the same few accounts are credited all the
    /// time, and the load is more than one institution's usual share.
    private static final List<String> LIMITS_RAISED =
            List.of(
                    "--rules.daily-count=1000000000",
                    "--institutions.sandbox.calls-max=4000",
                    "--institutions.sandbox.look-ups-per-minute=1000000000",
                    "--in-flight.all=30000",
                    "--in-flight.institution=30000",
                    "--rate.all=1000000");

    private final Options options;
    private final EmbeddedPostgres postgres;
    private final Report report;
    private final PrintStream log;
    private final List<Point> points = new ArrayList<>();

    Scenarios(Options options, EmbeddedPostgres postgres, Report report, PrintStream log) {
        this.options = options;
        this.postgres = postgres;
        this.report = report;
        this.log = log;
    }

    /// Latency against load, for the plot; empty if no scenario has swept the loads.
    List<Point> points() {
        return List.copyOf(points);
    }

    void run(Scenario scenario) throws InterruptedException {
        switch (scenario) {
            case IN_PROCESS -> inProcess();
            case LIMIT -> limit().measure();
            case END_TO_END -> withBank(this::endToEnd);
            case LATENCY -> withBank(this::latency);
            case ALONE -> withBank(this::alone);
            case READS -> withBank(this::reads);
            case SOAK -> withBank(this::soak);
            case OVERLOAD -> withBank(this::overload);
            case AGED -> withBank(this::aged);
            // Nobody may press again with a card whose transfer waits.
            case BACKLOG -> withBank((int) backlogRows() + options.cards(), this::backlog);
        }
        if (options.withLimit() && scenario != Scenario.LIMIT) {
            limit().measure();
        }
    }

    // --- Over HTTP ---------------------------------------------------------------------------

    private interface OnBank {
        void run(Bank bank, Seats seats) throws InterruptedException;
    }

    private void withBank(OnBank scenario) throws InterruptedException {
        withBank(options.cards(), scenario);
    }

    private void withBank(int cards, OnBank scenario) throws InterruptedException {
        log.println("starting the sandbox and a node");
        var startedAt = Instant.now();
        var nodeOptions = new ArrayList<>(LIMITS_RAISED);
        nodeOptions.addAll(options.nodeOptions());
        try (var bank =
                Bank.start(options.directory(), postgres, nodeOptions, options.jvmOptions())) {
            report.machine("postgresql", bank.figures().version().split(" on ", 2)[0]);
            report.machine("node_options", String.join(" ", nodeOptions));
            log.println(
                    "opening %d accounts, issuing %d cards".formatted(options.accounts(), cards));
            var seats = bank.seats(options.accounts(), cards);
            if (options.isInstitutionSlow()) {
                slowDown(bank);
            }
            scenario.run(bank, seats);
            bank.institution().noFaults();
            log.println("auditing");
            var audit = ChaosCommand.audit(options.directory(), bank.institutionUrl(), startedAt);
            report.add(audited(report.measurements().getLast().name(), audit));
        }
    }

    /// Half of the answers within 1.5 s, nine of ten within 3 s, one of a thousand after 80 s. Each
    /// rule takes its share of what the ones before it have let pass.
    private static void slowDown(Bank bank) {
        bank.institution()
                .faults(
                        List.of(
                                slow(0.001, 80_000),
                                slow(0.01, 15_000),
                                slow(0.1, 5_000),
                                slow(0.4, 2_500),
                                slow(0.6, 1_500),
                                slow(1, 700)));
    }

    private static Map<String, Object> slow(double probability, int millis) {
        return rule("cash_out", "delay", "probability", probability, "delay_ms", millis);
    }

    private Run run(Bank bank) {
        return new Run(bank, new Times(options.warmUp(), options.measured(), DRAIN), log);
    }

    private Pace pace(int connections) {
        return options.rate()
                .<Pace>map(rate -> new Pace.Open(rate, OPEN_CONNECTIONS_MAX))
                .orElseGet(() -> new Pace.Closed(connections));
    }

    private void endToEnd(Bank bank, Seats seats) throws InterruptedException {
        var measurement = run(bank).redeem("end to end", pace(options.connections()), seats);
        report.add(measurement);
        report.add(
                "service_and_postgres_cpu_ms_each",
                measurement.cpuSecondsPer1000("node") + measurement.cpuSecondsPer1000("postgres"));
    }

    private double peak(Bank bank, Seats seats) throws InterruptedException {
        if (options.peak().isPresent()) {
            return options.peak().get();
        }
        var peak = run(bank).redeem("peak", new Pace.Closed(CONNECTIONS_FOR_PEAK), seats);
        report.add(peak);
        return peak.perSecond();
    }

    private void latency(Bank bank, Seats seats) throws InterruptedException {
        double peak = peak(bank, seats);
        for (double share : SWEEP) {
            var measurement =
                    run(bank)
                            .redeem(
                                    "at %.0f %% of the peak".formatted(100 * share),
                                    new Pace.Open(share * peak, OPEN_CONNECTIONS_MAX),
                                    seats);
            report.add(measurement);
            points.add(new Point(share * peak, measurement.latency("answer")));
            if (share == 0.5) {
                report.add(
                        "own_share_at_half_load_p99_ms",
                        measurement.latency("answer less institution").p99());
            }
        }
    }

    /// A write of ours that a customer waits for is durable after one fsync of the log: the intent,
    /// the credit and, when a card is used again at once, the end. Three, and the institution, are
    /// what nothing can save.
    private void alone(Bank bank, Seats seats) throws InterruptedException {
        var fsync = Percentiles.of(Machine.fsync(options.directory()));
        report.add("fsync_of_8_KiB", fsync);
        var measurement = run(bank).redeem("alone", new Pace.Closed(1), seats);
        report.add(measurement);
        double institution = measurement.latency("institution").p50();
        report.add("institution_p50_ms", institution);
        report.add("three_fsyncs_and_the_institution_ms", 3 * fsync.p50() + institution);
        report.add("alone_p50_ms", measurement.latency("answer").p50());
    }

    private void reads(Bank bank, Seats seats) throws InterruptedException {
        var answered = new Answered(20_000);
        new Run(bank, new Times(Duration.ofSeconds(2), Duration.ofSeconds(8), DRAIN), log)
                .redeem("before the reads", new Pace.Closed(32), seats, answered, () -> {});
        var requests = new ArrayList<byte[]>();
        for (int i = 0; i < answered.count(); i++) {
            int account = seats.accountOf(answered.card(i));
            var id = new TransferId(new UUID(answered.high(i), answered.low(i)));
            var token = seats.token(account);
            requests.add(PlainTraffic.get(bank.host(), "/v1/transfers/" + id, token));
            requests.add(
                    PlainTraffic.get(bank.host(), "/v1/accounts/" + Seats.account(account), token));
        }
        var traffic = new PlainTraffic(requests, true);
        report.add(run(bank).plain("reads", pace(options.connections()), traffic));
        traffic.requireAllGranted();
    }

    /// Memory is read every second; the first fifth, while the node fills its pools and compiles,
    /// is left out of the comparison.
    private void soak(Bank bank, Seats seats) throws InterruptedException {
        double peak = peak(bank, seats);
        var resident = new ArrayList<Long>();
        var measurement =
                run(bank)
                        .redeem(
                                "soak",
                                new Pace.Open(0.8 * peak, OPEN_CONNECTIONS_MAX),
                                seats,
                                new Answered(100_000),
                                () -> resident.add(Machine.residentMib(bank.nodePid())));
        report.add(measurement);
        int fifth = resident.size() / 5;
        report.add("node_memory_MiB_second_fifth", median(resident.subList(fifth, 2 * fifth)));
        report.add(
                "node_memory_MiB_last_fifth",
                median(resident.subList(resident.size() - fifth, resident.size())));
        report.add("node_memory_MiB", resident);
    }

    /// What is accepted while five times as much is asked as there is room for, held against the
    /// peak and against a load that the service bears well.
    private void overload(Bank bank, Seats seats) throws InterruptedException {
        double peak = peak(bank, seats);
        var normal =
                run(bank)
                        .redeem(
                                "at 80 % of the peak",
                                new Pace.Open(0.8 * peak, OPEN_CONNECTIONS_MAX), seats);
        report.add(normal);
        var resident = new ArrayList<Long>();
        var overload =
                run(bank)
                        .redeem(
                                "at five times the peak",
                                new Pace.Open(OVERLOAD * peak, OPEN_CONNECTIONS_MAX),
                                seats,
                                new Answered(0),
                                () -> resident.add(Machine.residentMib(bank.nodePid())));
        report.add(overload);
        report.add("overload_goodput_to_peak", overload.perSecond() / peak);
        report.add("overload_p99_of_accepted_ms", overload.latency("accepted").p99());
        report.add(
                "overload_p99_of_accepted_to_normal",
                overload.latency("accepted").p99() / normal.latency("accepted").p99());
        int fifth = resident.size() / 5;
        report.add("overload_memory_MiB_second_fifth", median(resident.subList(fifth, 2 * fifth)));
        report.add(
                "overload_memory_MiB_last_fifth",
                median(resident.subList(resident.size() - fifth, resident.size())));
    }

    /// The same load twice, before and after, on one node: only the tables have grown.
    private void aged(Bank bank, Seats seats) throws InterruptedException {
        long rows = options.rows() > 0 ? options.rows() : AGED_ROWS;
        var pace = pace(options.connections());
        var empty = run(bank).redeem("empty", pace, seats);
        report.add(empty);
        long from = System.nanoTime();
        var postgres = bank.postgres();
        new AgedBooks(postgres.transfers(), postgres.ledger(), seats.accounts(), rows, log)
                .write(rows);
        report.add("aged_rows", rows);
        report.add("aged_within_s", (System.nanoTime() - from) / 1e9);
        var aged = run(bank).redeem("aged", pace, seats);
        report.add(aged);
        report.add("aged_to_empty", aged.perSecond() / empty.perSecond());
    }

    /// The institution is killed, everybody presses, and it comes back. The rate of settling from
    /// then on is held against what a closed loop settles before.
    private void backlog(Bank bank, Seats seats) throws InterruptedException {
        long rows = backlogRows();
        var normal = run(bank).redeem("normal", pace(options.connections()), seats);
        report.add(normal);
        bank.world().killSandbox();
        log.println("the institution is down, and " + rows + " customers press");
        var once = RedeemTraffic.once(seats, rows);
        new Run(bank, new Times(Duration.ZERO, Duration.ofMinutes(20), Duration.ofSeconds(5)), log)
                .press("pressing", new Pace.Closed(BACKLOG_CONNECTIONS), once);
        // What is under way gives up within the time in which a cash-out is sent again.
        Thread.sleep(Duration.ofSeconds(12));
        long backlog = bank.figures().unsettled();
        var before = bank.snapshot();
        bank.world().restartSandbox();
        long from = System.nanoTime();
        var curve = new ArrayList<Long>();
        double halfAfter = 0;
        double seconds = 0;
        while (true) {
            long left = bank.figures().unsettled();
            seconds = (System.nanoTime() - from) / 1e9;
            if (curve.size() <= seconds) {
                curve.add(left);
                log.println("%.0f s: %d unsettled".formatted(seconds, left));
            }
            if (halfAfter == 0 && left <= backlog / 2) {
                halfAfter = seconds;
            }
            if (left == 0) {
                break;
            }
            Thread.sleep(100);
        }
        var used = bank.snapshot().since(before);
        report.add("backlog", backlog);
        report.add("backlog_half_after_s", halfAfter);
        report.add("backlog_settled_after_s", seconds);
        report.add("backlog_settled_per_second", backlog / seconds);
        report.add("backlog_rate_to_normal", backlog / seconds / normal.perSecond());
        used.cpuSeconds()
                .forEach((process, cpu) ->
                        report.add(
                                "backlog_cpu_s_per_1000_" + process.replace(' ', '_'),
                                1000 * cpu / backlog));
        report.add("backlog_unsettled_by_second", curve);
    }

    private long backlogRows() {
        return options.rows() > 0 ? options.rows() : BACKLOG_ROWS;
    }

    private static long median(List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    // --- Without a node ----------------------------------------------------------------------

    private void inProcess() throws InterruptedException {
        var result =
                new InProcess(
                                postgres.createDatabase("inprocess_transfers"),
                                postgres.createDatabase("inprocess_ledger"),
                                postgres.pid(),
                                options.accounts(),
                                options.cards(),
                                log)
                        .measure(
                                options.connections(),
                                options.institutionLatency(),
                                options.warmUp(),
                                options.measured());
        report.add(result.measurement());
        report.add(result.audited());
    }

    private Limit limit() {
        return new Limit(options, postgres, report, log);
    }

    static Audited audited(String after, AuditReport audit) {
        return new Audited(
                after,
                audit.transfers(),
                audit.totals().stream().mapToLong(total -> total.difference()).sum(),
                audit.breaks().size() + audit.books().faults().size(),
                audit.open().size() + audit.unanswered().size());
    }
}
