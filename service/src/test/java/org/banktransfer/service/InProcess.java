package org.banktransfer.service;

import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.connector.Connectors;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands run without a process of their own, for tests that run them often.
public final class InProcess {

    private InProcess() {}

    /// @param exitStatus as the command would exit
    /// @param text all it would print
    public record Audited(int exitStatus, String text) {}

    /// What a command printed.
    ///
    /// @param out to standard output
    /// @param err to standard error
    public record Ran(int exitStatus, String out, String err) {}

    /// Any command, as if it were called by these words.
    public static Ran run(String... words) {
        return run(new StringWriter(), words);
    }

    /// The same; what it prints can be read while it runs.
    public static Ran run(StringWriter out, String... words) {
        var err = new StringWriter();
        int exitStatus =
                Main.commands()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(words);
        return new Ran(exitStatus, out.toString(), err.toString());
    }

    /// Reads the words of a command as the program would, and does nothing.
    ///
    /// @throws RuntimeException with one line, if they are not understood
    public static void read(List<String> words) {
        Main.commands().parseArgs(words.toArray(String[]::new));
    }

    /// As chaos audits.
    public static AuditReport audit(Path directory, URI institution, Instant from)
            throws InterruptedException {
        return ChaosCommand.audit(directory, institution, from);
    }

    /// @param settings by their names
    /// @param from the start of the period
    public static Audited audit(Map<String, String> settings, Instant from)
            throws InterruptedException {
        var outside = Settings.Outside.of(SettingsSource.of(Optional.empty(), Map.of(), settings));
        return audited(AuditCommand.run(outside, from, _ -> {}));
    }

    /// The same, with the statements of the institutions.
    public static Audited auditWithStatements(Map<String, String> settings, Instant from)
            throws InterruptedException {
        var outside = Settings.Outside.of(SettingsSource.of(Optional.empty(), Map.of(), settings));
        var statements = Connectors.statements(outside.institutions());
        return audited(AuditCommand.run(outside, from, statements, List.of(), _ -> {}));
    }

    private static Audited audited(AuditReport report) {
        var text = new ByteArrayOutputStream();
        report.print(new PrintStream(text, true, StandardCharsets.UTF_8));
        return new Audited(AuditCommand.exitStatus(report), text.toString(StandardCharsets.UTF_8));
    }
}
