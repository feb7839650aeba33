package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.acceptance.Shown.Metric;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a node shows of itself after a day in small: transfers that complete, are declined, lose
/// their answer and are reversed, a locked card, and questions that are refused.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|([^|]*)\\|([^|]*)\\|");
    private static final String ONCE = "(once there was one)";

    private Bank bank;
    private App app;
    private String account;
    private Shown shown;

    @BeforeAll
    void a_day_in_small(@TempDir Path directory) throws Exception {
        bank = Bank.open(directory);
        var node = bank.startNode("--node=first", "--telemetry.otlp-url=http://127.0.0.1:1");
        app = bank.app(node);
        account = Bank.openAccount(bank.operator(node));
        var complete = press(bank.issueCard(5_000), Bank.PIN);
        assertThat(complete).isEqualTo("completed");
        var guessed = bank.issueCard(5_000);
        for (int i = 0; i < 5; i++) {
            assertThat(press(guessed, "0000")).isEqualTo("declined");
        }
        assertThat(press(guessed, "0000")).isEqualTo("card_locked");
        bank.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 1)));
        assertThat(press(bank.issueCard(5_000), Bank.PIN)).isEqualTo("completed");
        shown = Shown.in(metrics(node));
        Bank.await(
                "money is added up",
                () -> {
                    shown = Shown.in(metrics(node));
                    return shown.metrics().containsKey("banktransfer_money_due_minor_units");
                });
    }

    @AfterAll
    void close() {
        bank.close();
    }

    private String press(String card, String pin) throws IOException {
        return app.redeem(Bank.newKey(), account, card, pin, Optional.of(1_000L), Optional.of(20))
                .word();
    }

    private static String metrics(Node node) {
        return Bank.text(node.url().resolve("/metrics"));
    }

    private static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What docs/metrics.md says there is.
    ///
    /// @param always leaves out what shows up only once there was one
    private static Map<String, Metric> documented(boolean always) {
        var documented = new TreeMap<String, Metric>();
        ROW.matcher(read("docs/metrics.md"))
                .results()
                .filter(row -> !always || !row.group(4).contains(ONCE))
                .forEach(row -> documented.put(row.group(1), metric(row.group(2), row.group(3))));
        return documented;
    }

    private static Metric metric(String type, String labels) {
        return new Metric(
                type,
                Arrays.stream(labels.split(","))
                        .map(label -> label.replace("`", "").strip())
                        .filter(label -> !label.isEmpty())
                        .collect(Collectors.toSet()));
    }

    @Test
    void every_metric_that_is_shown_is_documented_with_its_type_and_labels() {
        assertThat(documented(false)).containsAllEntriesOf(shown.metrics());
    }

    @Test
    void every_metric_that_is_documented_is_shown() {
        assertThat(shown.metrics()).containsAllEntriesOf(documented(true));
    }

    @Test
    void what_became_of_the_day_is_what_is_counted() {
        assertThat(shown.samples())
                .containsEntry(ended("completed", "none"), 2.0)
                .containsEntry(ended("declined", "wrong_pin"), 5.0)
                .containsEntry("banktransfer_stage_seconds_count{stage=\"accept\"}", 7.0)
                .containsEntry("banktransfer_stage_seconds_count{stage=\"credit\"}", 2.0)
                .containsEntry("banktransfer_stage_seconds_count{stage=\"settle\"}", 7.0)
                .containsEntry("banktransfer_stage_seconds_count{stage=\"answer\"}", 7.0)
                .containsEntry(
                        "banktransfer_institution_call_seconds_count{answer=\"none\","
                                + "call=\"cash_out\",institution=\"sandbox\"}",
                        1.0)
                .containsEntry("banktransfer_http_problems_total{code=\"card_locked\"}", 1.0)
                .containsEntry("banktransfer_http_refused_total{limit=\"wrong_pins_card\"}", 1.0)
                .containsEntry(
                        "banktransfer_breaker{institution=\"sandbox\",state=\"closed\"}", 1.0)
                .containsEntry(
                        "banktransfer_money_due_minor_units{currency=\"USD\","
                                + "institution=\"sandbox\"}",
                        2_000.0)
                .containsEntry("banktransfer_money_in_transit_minor_units{currency=\"USD\"}", 0.0)
                .containsEntry("banktransfer_transfers_parked{institution=\"sandbox\"}", 0.0);
        assertThat(shown.samples().get("banktransfer_spans_dropped_total"))
                .as("spans that a collector which is not there was to take")
                .isPositive();
        assertThat(shown.samples().get("banktransfer_queue_taken_total{queue=\"accept\"}"))
                .isGreaterThanOrEqualTo(7);
    }

    private static String ended(String status, String reason) {
        return "banktransfer_transfers_ended_total{institution=\"sandbox\",reason=\"%s\",status=\"%s\"}"
                .formatted(reason, status);
    }

    @Test
    void every_metric_of_an_alert_or_of_the_dashboard_is_shown() {
        var alerts = alerts().map(alert -> alert.path("expr").asString()).toList();
        var panels = dashboardExpressions();

        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(panels).hasSizeGreaterThan(30);
        assertThat(Stream.concat(alerts.stream(), panels.stream()).toList())
                .allSatisfy(expression ->
                        assertThat(queried(expression)).isNotEmpty().isSubsetOf(askable()));
    }

    /// `up` is Prometheus's own.
    private Set<String> askable() {
        var names = new TreeSet<>(shown.names());
        names.add("up");
        return names;
    }

    /// The metrics that an expression asks for: its words that are no function, no keyword, no
    /// label and no number.
    private static Set<String> queried(String expression) {
        var bare =
                expression
                        .replaceAll("\"[^\"]*\"", "")
                        .replaceAll("\\{[^}]*}|\\[[^]]*]", "")
                        .replaceAll("\\b(by|without|on|ignoring) *\\([^)]*\\)", "");
        return Pattern.compile("[a-zA-Z_:][\\w:]*(?! *\\()\\b")
                .matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(word -> !Set.of("and", "or", "unless", "bool").contains(word))
                .filter(word -> !bare.matches(".*\\b" + word + " *\\(.*"))
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> alerts() {
        var rules = new YAMLMapper().readTree(read("deploy/prometheus/alerts.yml"));
        return rules.path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream());
    }

    private static List<String> dashboardExpressions() {
        return new JsonMapper()
                .readTree(read("deploy/grafana/dashboards/banktransfer.json"))
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString())
                .toList();
    }

    @Test
    void every_alert_leads_to_the_place_in_the_runbook_that_names_it() {
        var runbook = sections(read("docs/operations.md"));

        assertThat(alerts())
                .allSatisfy(alert -> {
                    var link = alert.path("annotations").path("runbook_url").asString();
                    assertThat(link).startsWith("docs/operations.md#");
                    assertThat(runbook)
                            .extractingByKey(link.substring(link.indexOf('#') + 1), STRING)
                            .contains("`" + alert.path("alert").asString() + "`");
                    assertThat(alert.path("annotations").path("summary").asString()).isNotEmpty();
                    assertThat(alert.path("labels").path("severity").asString())
                            .isIn("page", "ticket");
                });
    }

    /// The text below each heading, by the anchor that a browser of the repository gives it.
    private static Map<String, String> sections(String markdown) {
        var sections = new TreeMap<String, String>();
        for (var section : markdown.split("(?m)^#+ ", -1)) {
            var lines = section.split("\n", 2);
            var anchor =
                    lines[0].toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\w\\- ]", "")
                            .strip()
                            .replace(' ', '-');
            sections.put(anchor, lines.length == 1 ? "" : lines[1]);
        }
        return sections;
    }

    /// A label with a value for each customer, card or transfer would grow for good, and tell.
    @Test
    void no_label_holds_an_id_a_key_an_account_or_a_number_of_many_digits() {
        assertThat(shown.samples().keySet())
                .noneMatch(sample -> sample.contains(account))
                .noneMatch(sample -> sample.matches(".*(tr_|acc_|req_|[0-9]{6,}).*"));
    }
}
