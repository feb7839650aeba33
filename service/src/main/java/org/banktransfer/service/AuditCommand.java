package org.banktransfer.service;

import org.banktransfer.ledger.CreditRules;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.service.audit.Audit;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.audit.Decisions;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.statement.FileStatements;
import org.banktransfer.service.postgres.Books;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;

/// Audits live data, beside the running service.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Recomputes every balance from its postings, checks every invariant, asks the"
                    + " institutions about every transfer of a period, and prints the sums side by"
                    + " side and each discrepancy with its transfer. Changes nothing.",
            "With statements it also finds what an institution did besides what it answers: a"
                    + " second payment under one id, money for a transfer that it declined.",
            "Exits with 0 if there is no discrepancy, 1 if there is one, 3 if there is none but an"
                    + " institution did not answer for every transfer, or a statement could not be"
                    + " read."
        },
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {

    private static final int UNANSWERED = 3;
    private static final int PROGRESS_EVERY = 1000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "24",
            description = "transfers accepted in the last N hours (default: ${DEFAULT-VALUE})")
    private int hours;

    @Option(
            names = "--statements",
            description = "also ask every institution for its statements of the period")
    private boolean asksForStatements;

    @Option(
            names = "--statement",
            paramLabel = "INSTITUTION=FILE",
            description = "also read this statement, CSV or camt.053; may be given more than once")
    private List<String> statementFiles = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        var settings = Settings.Outside.of(SettingsOptions.read(line, System.getenv()));
        var from = InstantSource.system().instant().minus(Duration.ofHours(hours));
        var report =
                run(
                        settings,
                        from,
                        statements(settings),
                        seen -> {
                            if (seen % PROGRESS_EVERY == 0) {
                                line.getErr().println(seen + " transfers looked at");
                            }
                        });
        report.print(System.out);
        return exitStatus(report);
    }

    private List<StatementSource> statements(Settings.Outside settings) {
        var sources = new ArrayList<StatementSource>();
        for (var file : statementFiles) {
            sources.add(statement(file, settings));
        }
        if (asksForStatements) {
            sources.addAll(Connectors.statements(settings.institutions()));
        }
        return sources;
    }

    private StatementSource statement(String given, Settings.Outside settings) {
        int equals = given.indexOf('=');
        var name = given.substring(0, Math.max(equals, 0));
        var institution =
                settings.institutions().stream()
                        .map(InstitutionSettings::name)
                        .filter(known -> known.value().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--statement is INSTITUTION=FILE, with an institution of"
                                                + " the settings"));
        var file = Path.of(given.substring(equals + 1));
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), file + " cannot be read");
        }
        return new FileStatements(institution, file);
    }

    /// Without statements.
    static AuditReport run(Settings.Outside settings, Instant from, IntConsumer progress)
            throws InterruptedException {
        return run(settings, from, List.of(), progress);
    }

    static AuditReport run(
            Settings.Outside settings,
            Instant from,
            List<StatementSource> statements,
            IntConsumer progress)
            throws InterruptedException {
        var clock = InstantSource.system();
        try (var databases = DataDirectory.open(settings.databases());
                var stores =
                        PostgresStores.join(
                                databases.store(),
                                databases.ledger(),
                                new CreditRules(CreditRules.Limits.NONE),
                                settings.database(),
                                new SecureRandom())) {
            return new Audit(
                            stores.transfers(),
                            stores.ledger(),
                            Connectors.from(settings.institutions(), clock),
                            () -> books(stores.books().audit()),
                            (since, after, limit) ->
                                    stores.books().decided(since, after, limit).stream()
                                            .map(AuditCommand::decided)
                                            .toList(),
                            statements,
                            clock)
                    .run(from, progress);
        }
    }

    private static Decisions.Decided decided(Books.Decided decided) {
        return new Decisions.Decided(decided.id(), decided.institution(), decided.account());
    }

    /// One line for each kind of account and currency, and a fault for each balance that has
    /// drifted.
    private static AuditReport.Books books(Books.Audit audit) {
        var faults = new ArrayList<>(audit.faults());
        var sums = new TreeMap<String, AuditReport.Sum>();
        for (var total : audit.totals()) {
            if (!total.agrees()) {
                faults.add(
                        "%s %s: its balance is %s, its postings come to %s"
                                .formatted(
                                        total.kind(),
                                        total.whose().orElse(""),
                                        total.kept().orElse(BigInteger.ZERO),
                                        total.recomputed().orElse(BigInteger.ZERO)));
            }
            var sum = sum(total);
            sums.merge(sum.currency() + sum.of(), sum, AuditCommand::added);
        }
        return new AuditReport.Books(List.copyOf(sums.values()), faults);
    }

    /// What we owe for a liability, what we are owed for an asset.
    private static AuditReport.Sum sum(Books.Total total) {
        var credits = total.recomputed().orElse(BigInteger.ZERO);
        return switch (total.kind()) {
            case "customer" -> new AuditReport.Sum("customers", total.currency(), credits);
            case "due_from_institution" ->
                    new AuditReport.Sum(
                            "due from " + total.whose().orElse(""),
                            total.currency(),
                            credits.negate());
            default ->
                    new AuditReport.Sum(total.kind().replace('_', ' '), total.currency(), credits);
        };
    }

    private static AuditReport.Sum added(AuditReport.Sum one, AuditReport.Sum other) {
        return new AuditReport.Sum(one.of(), one.currency(), one.minor().add(other.minor()));
    }

    static int exitStatus(AuditReport report) {
        if (!report.isClean()) {
            return 1;
        }
        return report.isComplete() ? 0 : UNANSWERED;
    }
}
