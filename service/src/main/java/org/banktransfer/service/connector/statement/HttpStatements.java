package org.banktransfer.service.connector.statement;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.reconciliation.Statement;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.reconciliation.StatementUnreadable;
import org.banktransfer.service.connector.InstitutionSettings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Statements as the published contract has them: one a day. Moves nothing and is asked for by
/// people only, so unlike the calls for transfers it needs no guard, and the JDK's client will do.
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
        try (var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.deadlines().connect())
                        .build()) {
            var statements = new ArrayList<Statement>();
            for (var day : first.datesUntil(last.plusDays(1)).toList()) {
                statements.add(statement(client, day));
            }
            client.shutdownNow();
            return statements;
        }
    }

    private Statement statement(HttpClient client, LocalDate day)
            throws StatementUnreadable, InterruptedException {
        try {
            var answer = ask(client, day);
            if (answer.statusCode() != 200) {
                throw new StatementUnreadable("answered " + answer.statusCode());
            }
            return new Statement(Set.of(day), StatementText.read(answer.body()));
        } catch (StatementUnreadable e) {
            throw new StatementUnreadable("the statement of " + day + ": " + e.getMessage());
        }
    }

    private HttpResponse<byte[]> ask(HttpClient client, LocalDate day)
            throws StatementUnreadable, InterruptedException {
        var base = settings.url().toString().replaceAll("/+$", "");
        var request =
                HttpRequest.newBuilder(URI.create(base + "/v1/statements/" + day))
                        .header("Accept", "text/csv")
                        .build();
        var asked =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
        try {
            return asked.get(WITHIN.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new StatementUnreadable("no whole answer within " + WITHIN.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new StatementUnreadable(
                        "no whole answer: " + e.getCause().getClass().getSimpleName());
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
