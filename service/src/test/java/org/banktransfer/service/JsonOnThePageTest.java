package org.banktransfer.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.reconciliation.Break;
import org.banktransfer.reconciliation.Statements;
import org.banktransfer.reconciliation.Totals;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.chaos.TimeToTruth;
import org.banktransfer.service.postgres.KeyUse;
import org.banktransfer.service.settings.SettingsSource;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Every field that a command prints as JSON is named in its section of docs/commands.md.
class JsonOnThePageTest {

    private static final InstitutionName SANDBOX = new InstitutionName("sandbox");
    private static final Currency USD = Currency.getInstance("USD");
    private static final TransferId ID = new TransferId(new UUID(1, 2));

    @Test
    void of_an_audit() throws IOException {
        var report =
                new AuditReport(
                        Instant.EPOCH,
                        Instant.EPOCH,
                        1,
                        List.of(new Totals(SANDBOX, USD, 1, 2500, 2500, 0, 0, 0)),
                        List.of(new Break(ID.toString(), Break.Kind.PAID_TWICE, "twice")),
                        List.of(),
                        List.of(new AuditReport.Unanswered(ID, "no answer")),
                        List.of(
                                new AuditReport.StatementSum(
                                        SANDBOX,
                                        new Statements.Sum(
                                                USD, 1, BigInteger.ONE, BigInteger.ZERO))),
                        List.of(),
                        new AuditReport.Books(
                                List.of(new AuditReport.Sum("customers", USD, BigInteger.ONE)),
                                List.of("a fault"),
                                List.of()));

        var json = report.json();

        assertThat(json).containsEntry("clean", false).containsEntry("complete", false);
        assertThat(Json.line(json)).doesNotContain("\n").contains("\"kind\":\"paid_twice\"");
        assertNamed("audit", json);
    }

    @Test
    void of_settings_keys_and_measurements() throws IOException {
        assertNamed("serve", new SettingsSource.Listed("patience", "15m", "default").json());
        assertNamed("card", CardCommand.told(new KeyUse("2026", 1, 2, 3, 4)));
        var result =
                new TimeToTruth.Result(
                        TimeToTruth.Scenario.NODE_KILLED,
                        1000,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Map.of());
        assertNamed("time-to-truth", result.json());
    }

    private static void assertNamed(String command, Map<String, ?> json) throws IOException {
        var page = Files.readString(Path.of("..", "docs", "commands.md"));
        int from = page.indexOf("\n## " + command + "\n");
        int to = page.indexOf("\n## ", from + 1);
        var section = page.substring(from, to);

        assertThat(fields(json))
                .isNotEmpty()
                .allMatch(field -> section.contains("`" + field + "`"));
    }

    /// Its own and those of what is in it.
    private static Stream<String> fields(Object json) {
        return switch (json) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .flatMap(each ->
                                    Stream.concat(
                                            Stream.of(each.getKey().toString()),
                                            fields(each.getValue())));
            case List<?> list -> list.stream().flatMap(JsonOnThePageTest::fields);
            default -> Stream.empty();
        };
    }
}
