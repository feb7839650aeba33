package org.banktransfer.service;

import org.banktransfer.ledger.CreditRules;
import org.banktransfer.progress.ProgressBar;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.statement.FileStatements;
import org.banktransfer.service.postgres.Books;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.postgres.SealHead;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsOptions;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;

/// Audits live data, beside the running service.
@Command(
        name = "audit",
        header = "Check the books against themselves and against the institutions.",
        mixinStandardHelpOptions = true,
        description = {
            "Recomputes every balance from its postings, checks every invariant, asks the"
                    + " institutions about every transfer of a period, and prints the sums side by"
                    + " side and each discrepancy with its transfer. Changes nothing.",
            "With statements it also finds what an institution did besides what it answers: a"
                    + " second payment under one id, money for a transfer that it declined."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            "0:there is no discrepancy",
            "1:there is one, or it could not be found out",
            Exits.MISUNDERSTOOD,
            "3:there is none, but an institution did not answer for every transfer, or a statement"
                    + " could not be read"
        },
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {

    private static final int UNANSWERED = 3;
    private static final int ACTIONS_MAX = 1000;

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

    @Option(
            names = "--save-heads",
            paramLabel = "FILE",
            description = {
                "write the last seal of each chain of the record to this file; keep it where the"
                        + " database's administrators cannot write"
            })
    private @Nullable Path savesHeadsTo;

    @Option(
            names = "--expect-heads",
            paramLabel = "FILE",
            description = {
                "hold the record against heads that --save-heads wrote; may be given more than once"
            })
    private List<Path> keptHeads = new ArrayList<>();

    @Option(
            names = "--actions",
            description = "also list what operators did in the period, and who, newest 1000")
    private boolean listsActions;

    @Option(names = "--json", description = "one line of JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var line = spec.commandLine();
        var settings = Settings.Outside.of(SettingsOptions.read(line, System.getenv()));
        var from = InstantSource.system().instant().minus(Duration.ofHours(hours));
        var kept = keptHeads();
        AuditReport report;
        try (var progress =
                ProgressBar.of("transfers looked at", 0, line.getErr(), InstantSource.system())) {
            report = run(settings, from, statements(settings), kept, progress::at);
        }
        var actions = listsActions ? actions(settings, from) : List.<Books.Action>of();
        if (json) {
            var told = report.json();
            if (listsActions) {
                told.put("actions", actions.stream().map(AuditCommand::told).toList());
            }
            System.out.println(Json.line(told));
        } else {
            report.print(System.out);
            if (listsActions) {
                print(actions);
            }
        }
        if (savesHeadsTo != null) {
            Files.write(savesHeadsTo, report.books().heads());
        }
        return exitStatus(report);
    }

    private List<SealHead> keptHeads() {
        var heads = new ArrayList<SealHead>();
        for (var file : keptHeads) {
            try {
                Files.readAllLines(file).forEach(each -> heads.add(SealHead.of(each)));
            } catch (IOException | IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(), file + " is not what --save-heads writes");
            }
        }
        return heads;
    }

    private static List<Books.Action> actions(Settings.Outside settings, Instant from) {
        try (var databases = DataDirectory.open(settings.databases());
                var stores = join(databases, settings)) {
            return stores.books().actions(from, ACTIONS_MAX);
        }
    }

    private static void print(List<Books.Action> actions) {
        System.out.println("what operators did");
        for (var action : actions) {
            System.out.printf(
                    "  %s  %s  %s %s %s%n",
                    action.at(), action.by(), action.kind(), action.about(), action.detail());
        }
    }

    private static Map<String, Object> told(Books.Action action) {
        var told = new LinkedHashMap<String, Object>();
        told.put("at", action.at().toString());
        told.put("by", action.by());
        told.put("kind", action.kind());
        told.put("about", action.about());
        told.put("detail", action.detail());
        return told;
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
        return run(settings, from, List.of(), List.of(), progress);
    }

    static AuditReport run(
            Settings.Outside settings,
            Instant from,
            List<StatementSource> statements,
            List<SealHead> keptHeads,
            IntConsumer progress)
            throws InterruptedException {
        var clock = InstantSource.system();
        try (var databases = DataDirectory.open(settings.databases());
                var stores = join(databases, settings)) {
            return LiveAudit.of(
                            stores,
                            Connectors.from(settings.institutions(), clock),
                            statements,
                            from,
                            progress)
                    .with(stores.books().missing(keptHeads));
        }
    }

    private static PostgresStores join(DataDirectory databases, Settings.Outside settings) {
        return PostgresStores.join(
                databases.store(),
                databases.ledger(),
                new CreditRules(CreditRules.Limits.NONE),
                settings.database(),
                new SecureRandom());
    }

    static int exitStatus(AuditReport report) {
        if (!report.isClean()) {
            return 1;
        }
        return report.isComplete() ? 0 : UNANSWERED;
    }
}
