package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.InProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The conformance kit says of an institution what it can do, and what it cannot by its name.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertifyTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long BALANCE = 10_000;

    private static final String FULL_SHEET =
            """
            institutions.bank.looks-up=true
            institutions.bank.dedupes-for=3650d
            institutions.bank.tombstones=true
            institutions.bank.honours-valid-until=true
            institutions.bank.reverses-synchronously=true
            # What no case can find out; agree on it with the institution:
            institutions.bank.reversal-window=3650d
            institutions.bank.longest-delay=1h
            institutions.bank.look-ups-per-minute=60000
            """;

    private Bank bank;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
    }

    @AfterEach
    void everythingWorksAgain() {
        bank.institution().noFaults();
    }

    @AfterAll
    void close() {
        bank.close();
    }

    private InProcess.Ran certify(String card, String... more) {
        var words = new ArrayList<>(List.of("certify"));
        words.add("--institution=" + bank.world().institutionUrl());
        words.add("--card=" + card + ":" + Bank.PIN + ":" + BALANCE);
        words.addAll(Arrays.asList(more));
        return InProcess.run(words.toArray(String[]::new));
    }

    private static JsonNode named(InProcess.Ran ran, String name) {
        return MAPPER.readTree(ran.out())
                .get("cases")
                .valueStream()
                .filter(each -> each.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_institution_that_keeps_the_contract_passes_and_has_the_default_sheet() {
        var card = bank.issueCard(BALANCE);

        var ran = certify(card);

        assertThat(ran.exitStatus()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out())
                .contains(FULL_SHEET.strip(), "It can be connected.", " 0 lacking, 0 failed, 0 not")
                .doesNotContain(card, "\"" + Bank.PIN + "\"");
        assertThat(bank.institution().balance(card)).isEqualTo(BALANCE);
    }

    /// What an institution may lack, as the sandbox's dial makes it, and the line that says so.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # operation | fault           | case               | line
                    any         | forget_tombstone | tombstone          | tombstones=false
                    cash_out    | ignore_expiry    | expired            | honours-valid-until=false
                    look_up     | stale            | look-up            | looks-up=false
                    look_up     | bare_404         | look-up-never-seen | looks-up=false
                    look_up     | garbage          | look-up-never-seen | looks-up=false
                    reversal    | reverse_later    | reversal           | reverses-synchronously=false
                    """,
            delimiter = '|')
    void what_it_lacks_is_found_by_name_and_stated_by_the_sheet(
            String operation, String fault, String name, String line) {
        var rule = new HashMap<String, Object>(Map.of("operation", operation, "fault", fault));
        if (fault.equals("reverse_later")) {
            rule.put("delay_ms", 50);
        }
        bank.institution().faults(List.of(rule));
        var card = bank.issueCard(BALANCE);

        var ran = certify(card, "--json");

        assertThat(ran.exitStatus()).isEqualTo(1);
        assertThat(named(ran, name).get("verdict").asString()).as(ran.out()).isEqualTo("lacking");
        assertThat(named(ran, name).get("setting").asString()).isEqualTo(line);
        assertThat(MAPPER.readTree(ran.out()).get("can_be_connected").booleanValue())
                .as(ran.out())
                .isTrue();
        assertThat(bank.institution().balance(card)).isEqualTo(BALANCE);

        var stated = certify(bank.issueCard(BALANCE), "--with=" + line);
        assertThat(stated.exitStatus()).as("as stated: " + stated.out()).isZero();
        assertThat(stated.out()).contains("institutions.bank." + line);
    }

    @Test
    void one_that_pays_a_repeat_again_is_found_out_and_what_it_keeps_is_said() {
        bank.institution().faults(List.of(Map.of("operation", "cash_out", "fault", "forget_id")));
        var card = bank.issueCard(BALANCE);

        var ran = certify(card, "--json");

        assertThat(ran.exitStatus()).isEqualTo(1);
        var repeat = named(ran, "repeat");
        assertThat(repeat.get("verdict").asString()).isEqualTo("lacking");
        assertThat(repeat.get("setting").asString()).isEqualTo("dedupes-for=0s");
        assertThat(MAPPER.readTree(ran.out()).get("can_be_connected").booleanValue()).isFalse();
    }

    /// What no line of the sheet makes up for.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # operation | fault           | answer                         | case
                    cash_out    | lie             |                                | whole-balance
                    cash_out    | lie             | {"currency":"EUR"}             | whole-balance
                    cash_out    | lie             | {"reference":null}             | whole-balance
                    cash_out    | lie             | {"at":"2020-01-01T00:00:00Z"}  | clock
                    cash_out    | lie             | {"extra":"the PIN was 4821"}   | secrets
                    cash_out    | decline         |                                | whole-balance
                    cash_out    | garbage         |                                | whole-balance
                    cash_out    | error_after     |                                | whole-balance
                    cash_out    | drop_answer     |                                | whole-balance
                    cash_out    | truncate        |                                | whole-balance
                    reversal    | refuse_reversal |                                | reversal
                    statement   | error_before    |                                | statement-csv
                    statement   | garbage         |                                | statement-camt
                    """,
            delimiter = '|')
    void what_breaks_the_contract_fails_by_name(
            String operation, String fault, String answer, String name) {
        var rule =
                answer == null
                        ? Map.<String, Object>of("operation", operation, "fault", fault)
                        : Map.of(
                                "operation",
                                operation,
                                "fault",
                                fault,
                                "answer",
                                MAPPER.readTree(answer));
        bank.institution().faults(List.of(rule));

        var ran = certify(bank.issueCard(BALANCE), "--json");

        assertThat(ran.exitStatus()).isEqualTo(1);
        assertThat(named(ran, name).get("verdict").asString()).as(ran.out()).isEqualTo("failed");
        assertThat(MAPPER.readTree(ran.out()).get("can_be_connected").booleanValue()).isFalse();
    }

    @Test
    void money_that_does_not_come_back_is_named_and_no_more_is_taken() {
        bank.institution()
                .faults(List.of(Map.of("operation", "reversal", "fault", "refuse_reversal")));
        var card = bank.issueCard(BALANCE);

        var ran = certify(card);

        assertThat(ran.out()).contains("NOT PUT BACK", "not tried  whole-balance");
        var taken =
                bank.institution()
                        .cashOuts()
                        .valueStream()
                        .filter(each ->
                                each.path("card")
                                        .path("last4")
                                        .asString("")
                                        .equals(card.substring(12)))
                        .filter(each -> each.get("status").asString().equals("approved"))
                        .map(each -> each.get("id").asString())
                        .toList();
        assertThat(taken).hasSize(1);
        assertThat(ran.out()).contains("as far as it says: " + taken.getFirst());
    }

    @Test
    void a_card_that_holds_something_else_fails_the_first_case_about_it() {
        var ran = certify(bank.issueCard(BALANCE - 1), "--json");

        assertThat(ran.exitStatus()).isEqualTo(1);
        assertThat(named(ran, "whole-balance").get("verdict").asString()).isEqualTo("failed");
    }

    @Test
    void cards_go_encrypted_where_the_institution_has_keys(@TempDir Path directory)
            throws IOException {
        var file = directory.resolve("card");
        Files.writeString(file, bank.issueCard(BALANCE) + ":" + Bank.PIN + ":" + BALANCE + "\n");
        var url = bank.world().institutionUrl().toString();

        var ran =
                InProcess.run(
                        "certify",
                        "--institution=" + url,
                        "--card-file=" + file,
                        "--with=card-keys=" + url + "/v1/keys",
                        "--verbose");

        assertThat(ran.exitStatus()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("\"card_jwe\":\"…\"").doesNotContain("\"pin\"");
    }

    @Test
    void an_institution_written_by_somebody_else_from_the_contract_alone_passes() throws Exception {
        var number = "6034932528973614";
        try (var other = NodeInstitution.start(number + ":4821:10000:EUR")) {
            var ran =
                    InProcess.run(
                            "certify",
                            "--institution=" + other.url(),
                            "--card=" + number + ":4821:10000",
                            "--currency=EUR");

            assertThat(ran.exitStatus()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out()).contains(FULL_SHEET.strip());
        }
    }

    @Test
    void what_cannot_be_reached_or_understood_is_said_in_one_line() throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        var url = "http://127.0.0.1:" + nobody;
        var unreached =
                InProcess.run(
                        "certify", "--institution=" + url, "--card=6034932528973614:4821:100");
        assertThat(unreached.exitStatus()).isEqualTo(2);
        assertThat(unreached.err()).startsWith("banktransfer: " + url).hasLineCount(1);

        for (var card : List.of("", "6034932528973614:4821", "6034932528973614:4821:99")) {
            var ran = InProcess.run("certify", "--institution=" + url, "--card=" + card);
            assertThat(ran.exitStatus()).as(card).isEqualTo(2);
            assertThat(ran.err()).contains("a test card ").doesNotContain("4821");
        }
        var unknown = InProcess.run("certify", "--institution=" + url, "--with=tombstone=false");
        assertThat(unknown.exitStatus()).isEqualTo(2);
        assertThat(unknown.err()).contains("institutions.bank.tombstone");
    }
}
