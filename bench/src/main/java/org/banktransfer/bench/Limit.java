package org.banktransfer.bench;

import org.banktransfer.bench.measured.Cpu;
import org.banktransfer.bench.measured.Postgres;
import org.banktransfer.bench.report.Measurement;
import org.banktransfer.bench.report.Report;
import org.banktransfer.bench.report.Report.Audited;
import org.banktransfer.bench.rig.LimitRig;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.service.LiveAudit;
import org.banktransfer.service.postgres.DatabaseSettings;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;

/// What bare PostgreSQL can do over the same schema, on the same server, and how what was measured
/// before compares to it.
final class Limit {

    private static final Duration RIG_WARM_UP = Duration.ofSeconds(5);

    private final Options options;
    private final EmbeddedPostgres postgres;
    private final Report report;
    private final PrintStream log;

    Limit(Options options, EmbeddedPostgres postgres, Report report, PrintStream log) {
        this.options = options;
        this.postgres = postgres;
        this.report = report;
        this.log = log;
    }

    /// Once without a transfer's history, once with it.
    void measure() throws InterruptedException {
        measure("limit", false);
        measure("limit_with_history", true);
    }

    private void measure(String name, boolean writesHistory) throws InterruptedException {
        log.println(name + ": bare PostgreSQL, batches of " + options.limitBatch());
        var store = postgres.createDatabase(name + "_transfers");
        var ledger = postgres.createDatabase(name + "_ledger");
        try (var stores =
                        PostgresStores.open(
                                store,
                                ledger,
                                new CreditRules(CreditRules.Limits.NONE),
                                DatabaseSettings.DEFAULTS,
                                new SecureRandom());
                var figures = new Postgres(store, ledger)) {
            var rig =
                    new LimitRig(
                            store, ledger, options.limitBatch(), options.accounts(), writesHistory);
            rig.openAccounts();
            rig.run(shorter(options.warmUp(), RIG_WARM_UP));
            long doneBefore = rig.done();
            var before = figures.written();
            double ourCpu = Cpu.ours();
            double postgresCpu = Cpu.ofFamily(postgres.pid());
            long from = System.nanoTime();
            rig.run(options.measured());
            double seconds = (System.nanoTime() - from) / 1e9;
            ourCpu = Cpu.ours() - ourCpu;
            postgresCpu = Cpu.ofFamily(postgres.pid()) - postgresCpu;
            long done = rig.done() - doneBefore;
            var after = figures.written();
            report.add(name + "_per_second", done / seconds);
            report.add(name + "_rig_cpu_ms_each", 1000 * ourCpu / done);
            report.add(name + "_postgres_cpu_ms_each", 1000 * postgresCpu / done);
            report.add(
                    name + "_wal_bytes_each",
                    (double) (after.walBytes() - before.walBytes()) / done);
            report.add(name + "_fsyncs_each", (double) (after.fsyncs() - before.fsyncs()) / done);
            double limitCpu = 1000 * (ourCpu + postgresCpu) / done;
            for (var measurement : report.measurements()) {
                if (measurement.unit().equals("transfers")) {
                    compare(name, done / seconds, limitCpu, measurement);
                }
            }
            var books = LiveAudit.books(stores);
            long credited = figures.onAccountsMinor();
            report.add(
                    new Audited(
                            name,
                            (int) rig.done(),
                            credited - 100 * rig.done(),
                            books.faults().size(),
                            (int) figures.unsettled()));
        }
    }

    private void compare(
            String name, double limitPerSecond, double limitCpu, Measurement measurement) {
        var of = measurement.name().replace(' ', '_');
        report.add(of + "_rate_to_" + name, measurement.perSecond() / limitPerSecond);
        double cpu =
                measurement.cpuSecondsPer1000("node")
                        + measurement.cpuSecondsPer1000("engine and customers")
                        + measurement.cpuSecondsPer1000("postgres");
        report.add(of + "_cpu_to_" + name, cpu / limitCpu);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
