package org.banktransfer.service.connector.statement;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.reconciliation.Statement;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.reconciliation.StatementUnreadable;
import org.banktransfer.service.connector.Download;
import org.banktransfer.service.connector.InstitutionSettings;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Statements as the published contract has them: one a day. Asked for by people only.
public final class HttpStatements implements StatementSource {

    /// Some hundred thousand movements.
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final InstitutionSettings settings;

    public HttpStatements(InstitutionSettings settings) {
        this.settings = settings;
    }

    @Override
    public InstitutionName institution() {
        return settings.name();
    }

    @Override
    public List<Statement> statements(LocalDate first, LocalDate last)
            throws StatementUnreadable, InterruptedException {
        try (var download = new Download(settings)) {
            var statements = new ArrayList<Statement>();
            for (var day : first.datesUntil(last.plusDays(1)).toList()) {
                statements.add(statement(download, day));
            }
            return statements;
        }
    }

    private Statement statement(Download download, LocalDate day)
            throws StatementUnreadable, InterruptedException {
        var base = settings.url().toString().replaceAll("/+$", "");
        try {
            var url = URI.create(base + "/v1/statements/" + day);
            var text = download.get(url, "text/csv", BYTES_MAX, WITHIN);
            return new Statement(Set.of(day), StatementText.read(text));
        } catch (IOException | StatementUnreadable e) {
            throw new StatementUnreadable("the statement of " + day + ": " + e.getMessage());
        }
    }
}
