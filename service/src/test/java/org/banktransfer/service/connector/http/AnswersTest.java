package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.institution.ReversalWord.Refused;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.http.Exchange.Result.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;

/// Pages of recorded answers and the reply each must become: status, content type, body, reply.
/// `ID` is the transfer asked about, `JSON` the content type `application/json`. A reply marked
/// `silent` counts towards opening the breaker.
class AnswersTest {

    private static final String TO_CASH_OUT =
            """
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","reference":"R1","at":"2026-01-31T12:00:00Z"} | approved 2500 USD R1
            200 | application/json; charset=utf-8 | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | approved 2500 USD
            200 | Application/JSON;charset="UTF-8" | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | approved 2500 USD
            200 | JSON | {"new":{"id":"tr_x","amount":1,"deep":[1,[2,{"a":null}]]},"id":"ID","status":"approved","amount":2500,"currency":"USD"} | approved 2500 USD
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","reference":null} | approved 2500 USD
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","reference":"two words"} | approved 2500 USD
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","reference":"LONG"} | approved 2500 USD
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","reference":"6034-9325-2897-3614/1"} | approved 2500 USD
            200 | JSON | {"id":"tr_other","status":"approved","amount":2500,"currency":"USD"} | unknown: answered 200 about another id
            200 | JSON | {"status":"approved","amount":2500,"currency":"USD"} | unknown: approved without an id
            200 | JSON | {"id":7,"status":"approved","amount":2500,"currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","currency":"USD"} | unknown: approved without an amount of more than zero
            200 | JSON | {"id":"ID","status":"approved","amount":null,"currency":"USD"} | unknown: approved without an amount of more than zero
            200 | JSON | {"id":"ID","status":"approved","amount":0,"currency":"USD"} | unknown: approved without an amount of more than zero
            200 | JSON | {"id":"ID","status":"approved","amount":-2500,"currency":"USD"} | unknown: approved without an amount of more than zero
            200 | JSON | {"id":"ID","status":"approved","amount":2500.0,"currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":25e2,"currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":"2500","currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":9223372036854775808,"currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":18446744073709554116,"currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":2499,"currency":"USD"} | unknown: approved another amount than was asked for
            200 | JSON | {"id":"ID","status":"approved","amount":2501,"currency":"USD"} | unknown: approved another amount than was asked for
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"EUR"} | unknown: approved in another currency than was asked for
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"usd"} | unknown: approved in another currency than was asked for
            200 | JSON | {"id":"ID","status":"approved","amount":2500} | unknown: approved in another currency than was asked for
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"amount":2500,"currency":"USD"} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","x":{"y":1,"y":2}} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD"}{} | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} x | silent: answered 200 with an unreadable body
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD" | silent: answered 200 with an unreadable body
            200 | JSON | [{"id":"ID","status":"approved","amount":2500,"currency":"USD"}] | silent: answered 200 with an unreadable body
            200 | JSON | "approved" | silent: answered 200 with an unreadable body
            200 | JSON | | silent: answered 200 with an unreadable body
            200 | JSON | DEEP | silent: answered 200 with an unreadable body
            200 | text/html | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | silent: answered 200 in another content type
            200 | | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | silent: answered 200 in another content type
            200 | application/json; charset=latin1 | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | silent: answered 200 in another content type
            200 | application/json5 | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | silent: answered 200 in another content type
            201 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | unknown: answered 201 with a status that does not go with it
            409 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | unknown: answered 409 with a status that does not go with it
            500 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | silent: answered 500
            200 | JSON | {"id":"ID","status":"pending","amount":2500,"currency":"USD"} | unknown: answered 200 with a status that does not go with it
            200 | JSON | {"id":"ID","status":"Approved","amount":2500,"currency":"USD"} | unknown: answered 200 with a status that does not go with it
            200 | JSON | {"id":"ID","amount":2500,"currency":"USD"} | unknown: answered 200 with a status that does not go with it
            200 | JSON | {} | unknown: answered 200 with a status that does not go with it
            200 | JSON | {"status":"declined","code":"card_declined"} | declined CARD_DECLINED
            200 | JSON | {"id":"ID","status":"declined","code":"wrong_pin","detail":"2 tries left"} | declined WRONG_PIN
            200 | JSON | {"id":"ID","status":"declined","code":"insufficient_funds"} | declined INSUFFICIENT_FUNDS
            200 | JSON | {"id":"ID","status":"declined","code":"card_expired"} | declined CARD_EXPIRED
            200 | JSON | {"id":"ID","status":"declined","code":"card_blocked"} | declined CARD_BLOCKED
            200 | JSON | {"id":"ID","status":"declined","code":"not_wrong_pin"} | declined CARD_DECLINED
            200 | JSON | {"id":"ID","status":"declined","code":"WRONG_PIN"} | declined CARD_DECLINED
            200 | JSON | {"id":"tr_other","status":"declined","code":"wrong_pin"} | unknown: answered 200 about another id
            200 | JSON | {"id":"ID","status":"declined"} | unknown: declined without a code
            200 | JSON | {"id":"ID","status":"declined","code":51} | silent: answered 200 with an unreadable body
            402 | JSON | {"id":"ID","status":"declined","code":"wrong_pin"} | unknown: answered 402 with a status that does not go with it
            409 | JSON | {"status":"reversed"} | door shut
            409 | JSON | {"id":"ID","status":"blocked"} | door shut
            409 | JSON | {"id":"ID","status":"reversing"} | door shut
            409 | JSON | {"id":"tr_other","status":"reversed"} | unknown: answered 409 about another id
            200 | JSON | {"id":"ID","status":"reversed"} | unknown: answered 200 with a status that does not go with it
            409 | JSON | {"status":"declined","code":"wrong_pin"} | unknown: answered 409 with a status that does not go with it
            409 | JSON | {"status":"error","code":"conflict"} | unknown: answered 409 with a status that does not go with it
            422 | JSON | {"status":"error","code":"id_reused"} | unknown: answered 422: it knows the id otherwise
            422 | text/plain | what? | unknown: answered 422: it knows the id otherwise
            404 | JSON | {"id":"ID","status":"never_seen"} | unknown: answered 404 with a status that does not go with it
            400 | application/problem+json | {"status":400} | unknown: answered 400 in another content type
            401 | text/html | <html>who are you?</html> | unknown: answered 401 in another content type
            408 | JSON | {} | silent: answered 408
            429 | JSON | {"status":"declined","code":"card_declined"} | silent: answered 429
            502 | text/html | <html>bad gateway</html> | silent: answered 502
            503 | JSON | {"status":"declined","code":"card_declined"} | silent: answered 503
            202 | JSON | {"id":"ID","status":"reversing"} | unknown: answered 202 with a status that does not go with it
            301 | text/html | moved | silent: answered 301 in another content type
            """;

    private static final String TO_LOOK_UP =
            """
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD","reference":"R1"} | approved 2500 USD R1
            200 | JSON | {"id":"ID","status":"approved","amount":2400,"currency":"USD"} | unknown: approved another amount than was asked for
            200 | JSON | {"id":"tr_other","status":"approved","amount":2500,"currency":"USD"} | unknown: answered 200 about another id
            200 | JSON | {"id":"ID","status":"declined","code":"insufficient_funds"} | declined INSUFFICIENT_FUNDS
            200 | JSON | {"id":"ID","status":"reversed"} | door shut
            200 | JSON | {"status":"blocked"} | door shut
            200 | JSON | {"id":"ID","status":"reversing"} | door shut
            404 | JSON | {"status":"never_seen"} | never seen
            404 | JSON | {"id":"ID","status":"never_seen"} | never seen
            404 | JSON | {"id":"tr_other","status":"never_seen"} | unknown: answered 404 about another id
            404 | JSON | {"status":"not_found"} | unknown: answered 404 with a status that does not go with it
            404 | JSON | {} | unknown: answered 404 with a status that does not go with it
            404 | JSON | | unknown: answered 404 with an unreadable body
            404 | text/html | {"status":"never_seen"} | unknown: answered 404 in another content type
            200 | JSON | {"status":"never_seen"} | unknown: answered 200 with a status that does not go with it
            410 | JSON | {"status":"never_seen"} | unknown: answered 410 with a status that does not go with it
            403 | JSON | {"status":"never_seen"} | unknown: answered 403 with a status that does not go with it
            409 | JSON | {"status":"reversed"} | unknown: answered 409 with a status that does not go with it
            422 | JSON | {"status":"error"} | unknown: answered 422 with a status that does not go with it
            200 | JSON | {"id":"ID","status":"pending"} | unknown: answered 200 with a status that does not go with it
            500 | JSON | {"status":"never_seen"} | silent: answered 500
            504 | text/html | timeout | silent: answered 504
            """;

    private static final String TO_REVERSAL =
            """
            200 | JSON | {"status":"reversed"} | reversed
            200 | JSON | {"id":"ID","status":"reversed"} | reversed
            200 | JSON | {"id":"tr_other","status":"reversed"} | unknown: answered 200 about another id
            200 | JSON | {"id":"ID","status":"blocked"} | blocked
            200 | JSON | {"status":"declined"} | nothing to reverse
            200 | JSON | {"id":"ID","status":"declined","code":"wrong_pin"} | nothing to reverse
            202 | JSON | {"id":"ID","status":"reversing"} | reversing
            200 | JSON | {"id":"ID","status":"reversing"} | unknown: answered 200 with a status that does not go with it
            202 | JSON | {"id":"ID","status":"reversed"} | unknown: answered 202 with a status that does not go with it
            409 | JSON | {"id":"ID","status":"refused","code":"window_closed"} | refused window_closed
            409 | JSON | {"id":"ID","status":"refused","code":"card 6034932528973614"} | refused unreadable_code
            409 | JSON | {"id":"ID","status":"refused","code":"LONG"} | refused unreadable_code
            409 | JSON | {"id":"ID","status":"refused","code":""} | refused unreadable_code
            409 | JSON | {"id":"ID","status":"refused"} | unknown: refused without a code
            200 | JSON | {"id":"ID","status":"refused","code":"window_closed"} | unknown: answered 200 with a status that does not go with it
            409 | JSON | {"id":"ID","status":"reversed"} | unknown: answered 409 with a status that does not go with it
            404 | JSON | {"id":"ID","status":"never_seen"} | unknown: answered 404 with a status that does not go with it
            200 | JSON | {"id":"ID","status":"approved","amount":2500,"currency":"USD"} | unknown: answered 200 with a status that does not go with it
            422 | JSON | {"status":"error"} | unknown: answered 422 with a status that does not go with it
            500 | JSON | {"status":"reversed"} | silent: answered 500
            200 | text/plain | reversed | silent: answered 200 in another content type
            """;

    record Row(Answer answer, String reply) {}

    @ParameterizedTest
    @MethodSource
    void an_answer_to_a_cash_out_means_what_the_contract_says_and_else_nothing(Row row) {
        assertThat(written(Answers.toCashOut(row.answer(), Given.REQUEST))).isEqualTo(row.reply());
    }

    @ParameterizedTest
    @MethodSource
    void an_answer_to_a_look_up_means_what_the_contract_says_and_else_nothing(Row row) {
        var heard = Answers.toLookUp(row.answer(), Given.ID, Given.AMOUNT);
        assertThat(written(heard)).isEqualTo(row.reply());
    }

    @ParameterizedTest
    @MethodSource
    void an_answer_to_a_reversal_means_what_the_contract_says_and_else_nothing(Row row) {
        assertThat(written(Answers.toReversal(row.answer(), Given.ID))).isEqualTo(row.reply());
    }

    @ParameterizedTest
    @MethodSource
    void a_whole_balance_is_whatever_was_paid_in_the_currency_asked_for(Row row) {
        var heard = Answers.toCashOut(row.answer(), Given.request(Given.WHOLE));
        assertThat(written(heard)).isEqualTo(row.reply());
        assertThat(written(Answers.toLookUp(row.answer(), Given.ID, Given.WHOLE)))
                .isEqualTo(row.reply());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not_approved",
                "approved_pending_review",
                "approved ",
                "disapproved",
                "declined_approved",
                "never_seen_approved",
                "not_reversed",
                "reversed_failed",
                "unblocked"
            })
    void a_status_or_code_is_read_whole_and_never_by_a_part_of_it(String almost) {
        var json = "application/json";
        var body =
                """
                {"id":"%s","status":"%s","code":"%s","amount":2500,"currency":"USD"}\
                """
                        .formatted(Given.ID, almost, almost);
        for (int status : new int[] {200, 202, 404, 409}) {
            var answer = new Answer(status, json, body);
            assertThat(Answers.toCashOut(answer, Given.REQUEST).reply())
                    .isInstanceOf(Unknown.class);
            assertThat(Answers.toLookUp(answer, Given.ID, Given.AMOUNT).reply())
                    .isInstanceOf(Unknown.class);
            assertThat(Answers.toReversal(answer, Given.ID).reply())
                    .isInstanceOf(ReversalWord.Unknown.class);
        }
        var declined = body.replace("\"status\":\"" + almost, "\"status\":\"declined");
        assertThat(Answers.toCashOut(new Answer(200, json, declined), Given.REQUEST).reply())
                .isEqualTo(new Declined(DeclineCode.CARD_DECLINED));
    }

    static List<Row> an_answer_to_a_cash_out_means_what_the_contract_says_and_else_nothing() {
        return rows(TO_CASH_OUT);
    }

    static List<Row> an_answer_to_a_look_up_means_what_the_contract_says_and_else_nothing() {
        return rows(TO_LOOK_UP);
    }

    static List<Row> an_answer_to_a_reversal_means_what_the_contract_says_and_else_nothing() {
        return rows(TO_REVERSAL);
    }

    static List<Row> a_whole_balance_is_whatever_was_paid_in_the_currency_asked_for() {
        return rows(
                """
                200 | JSON | {"id":"ID","status":"approved","amount":1,"currency":"USD"} | approved 1 USD
                200 | JSON | {"id":"ID","status":"approved","amount":9223372036854775807,"currency":"USD"} | approved 9223372036854775807 USD
                200 | JSON | {"id":"ID","status":"approved","amount":0,"currency":"USD"} | unknown: approved without an amount of more than zero
                200 | JSON | {"id":"ID","status":"approved","amount":1,"currency":"EUR"} | unknown: approved in another currency than was asked for
                """);
    }

    private static List<Row> rows(String page) {
        return page.lines().map(AnswersTest::row).toList();
    }

    private static Row row(String line) {
        var cells = line.split("\\|", -1);
        var type = cells[1].strip().replace("JSON", "application/json");
        type = cells[1].strip().equals("JSON") ? type : cells[1].strip();
        var body =
                cells[2].strip()
                        .replace("\"ID\"", "\"" + Given.ID + "\"")
                        .replace("LONG", "x".repeat(129))
                        .replace("DEEP", "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}");
        return new Row(
                new Answer(Integer.parseInt(cells[0].strip()), type, body), cells[3].strip());
    }

    private static String written(Heard<?> heard) {
        return switch (heard.reply()) {
            case Approved(var amount, var reference) ->
                    ("approved " + amount + " " + reference).strip();
            case Declined(var code) -> "declined " + code;
            case Refused(var code) -> "refused " + code;
            case Unknown(var why) -> (heard.spoke() ? "unknown: " : "silent: ") + why;
            case ReversalWord.Unknown(var why) -> (heard.spoke() ? "unknown: " : "silent: ") + why;
            case Object other ->
                    other.getClass()
                            .getSimpleName()
                            .replaceAll("(?<=.)([A-Z])", " $1")
                            .toLowerCase(Locale.ROOT);
        };
    }
}
