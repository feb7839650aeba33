package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.sandbox.Reply.How;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

/// Requests the contract does not have. Each is refused, changes nothing, and repeats nothing.
class BadRequestTest {

    private static final String GOOD = request(CARD, PIN, 2500L);

    @TempDir private static Path data;
    private static Bank bank;

    @BeforeAll
    static void start() {
        bank = Bank.open(data);
        bank.issue(CARD, 10_000);
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"6034932528973614\"",
                "{} {}",
                "{'card': 1}",
                "WITH \"amount\": 0",
                "WITH \"amount\": -2500",
                "WITH \"amount\": 2500.0",
                "WITH \"amount\": \"2500\"",
                "WITH \"amount\": null",
                "WITH \"amount\": 9223372036854775808",
                "WITH \"amount\": 1e3",
                "WITH \"tip\": 1",
                "WITH \"currency\": \"EUR\"",
                "WITHOUT \"currency\": \"USD\",",
                "WITHOUT \"pin\": \"4821\"",
                "WITHOUT , \"valid_until\": \"2099-01-01T00:00:00Z\"",
                "FOR \"USD\" \"usd\"",
                "FOR \"USD\" \"US\"",
                "FOR \"6034932528973614\" \"6034 9325 2897 3614\"",
                "FOR \"6034932528973614\" \"6034932\"",
                "FOR \"6034932528973614\" \"60349325289736146034\"",
                "FOR \"6034932528973614\" \"603493252897361٤\"",
                "FOR \"6034932528973614\" 6034932528973614",
                "FOR \"4821\" \"482\"",
                "FOR \"4821\" \"482a\"",
                "FOR 2099-01-01T00:00:00Z tomorrow",
                "FOR 2099-01-01T00:00:00Z 2099-13-01T00:00:00Z",
                "FOR 2099-01-01T00:00:00Z 2099-01-01T00:00:00+01:00",
            })
    void what_is_not_a_cash_out_is_refused_and_not_repeated(String change) {
        var id = bank.newId();
        var answer = bank.cashOut(id, changed(change));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertSilentAbout(answer.body());
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    private static String changed(String change) {
        var words = change.split(" ", 3);
        return switch (words[0]) {
            case "WITH" ->
                    GOOD.replace(
                            "\"currency\": \"USD\"",
                            change.substring(5) + ", \"currency\": \"USD\"");
            case "WITHOUT" -> GOOD.replace(change.substring(8), "").replace(", }", "}");
            case "FOR" -> GOOD.replace(words[1], words[2]);
            default -> change;
        };
    }

    private static void assertSilentAbout(String text) {
        assertThat(text).doesNotContain("6034", "4821", "3614");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        var padded = GOOD.replace("{\"card\"", " ".repeat(16 * 1024) + "{\"card\"");
        assertThat(bank.cashOut(bank.newId(), padded).status()).isEqualTo(413);
        byte[] huge = new byte[10 * 1024 * 1024];
        var reply = bank.caller.send("PUT", "/v1/cash-outs/tr_huge", "application/json", huge, "");
        if (reply instanceof Reply.Answer answer) {
            assertThat(answer.status()).isEqualTo(413);
        }
        assertThat(bank.lookUp("tr_huge").said()).isEqualTo("404 never_seen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 200\r\n\r\n{\"card\"",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void a_body_that_never_comes_whole_is_no_request(String rest) throws IOException {
        var id = bank.newId();
        var head = "PUT /v1/cash-outs/" + id + " HTTP/1.1\r\nHost: x\r\n";
        var type = "Content-Type: application/json\r\n";
        assertThat(bank.caller.raw(head + type + rest)).isEqualTo(new Reply.Lost(How.CLOSED));
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
        assertThat(bank.received("cash_out", id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/plain", "application/xml", "not a type", "application/json+x"})
    void a_body_of_another_type_is_refused(String type) {
        var reply =
                bank.caller.send("PUT", "/v1/cash-outs/tr_type", type, GOOD.getBytes(UTF_8), "");
        var answer = Bank.answer(reply);
        PublishedContract.holds("put", "/v1/cash-outs/{id}", answer);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(bank.lookUp("tr_type").said()).isEqualTo("404 never_seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr.1", "tr%201", "6034932528973614%00", "ü"})
    void an_id_of_another_form_is_refused_and_not_kept(String id) {
        var long65 = id.equals("ü") ? "a".repeat(65) : id;
        var answer = Bank.answer(bank.cashOutReply(long65, GOOD));
        assertThat(answer.status()).isEqualTo(400);
        var log = Bank.answer(bank.caller.get("/admin/requests?limit=100000")).json();
        var requests = log.get("requests");
        assertThat(requests.get(requests.size() - 1).get("id").stringValue()).isEqualTo("?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"reason\": 1}",
                "{\"reason\": \"\"}",
                "{\"reason\": \"x\", \"a\": 1}"
            })
    void what_is_not_a_reversal_leaves_no_tombstone(String json) {
        var id = bank.newId();
        var answer = Bank.answer(bank.caller.put("/v1/cash-outs/" + id + "/reversal", json));
        PublishedContract.holds("put", "/v1/cash-outs/{id}/reversal", answer);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rules\": [{\"fault\": \"unheard_of\"}]}",
                "{\"rules\": [{\"fault\": \"decline\", \"operation\": \"reversal\"}]}",
                "{\"rules\": [{\"fault\": \"delay\", \"probability\": 1.5}]}",
                "{\"rules\": [{\"fault\": \"delay\", \"times\": 0}]}",
                "{\"rules\": [{\"fault\": \"delay\", \"often\": true}]}",
                "{\"rules\": {}}",
            })
    void what_the_dial_does_not_have_is_refused_and_changes_nothing(String json) {
        bank.noFaults();
        assertThat(Bank.answer(bank.caller.put("/admin/faults", json)).status()).isEqualTo(400);
        assertThat(Bank.answer(bank.caller.get("/admin/faults")).json().get("rules").isEmpty())
                .isTrue();
    }

    @Test
    void the_request_log_and_the_totals_hold_no_card_number_and_no_pin() {
        bank.cashOut(bank.newId(), request("6034932528970009", "482199", 1L));
        for (var path : new String[] {"/admin/requests", "/admin/cash-outs", "/admin/totals"}) {
            assertThat(Bank.answer(bank.caller.get(path)).body())
                    .doesNotContain("603493252897", "482199");
        }
    }
}
