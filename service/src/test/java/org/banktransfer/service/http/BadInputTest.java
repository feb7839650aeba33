package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.NUMBER;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with a body or a header is named, leaves no trace of card or PIN in the answer or
/// the log, and the service goes on.
class BadInputTest {

    /// Unlike any number in an answer or a log by chance.
    private static final String PIN = "739164825";

    private static final String SECRET_WISH = WISH.replace("4821", PIN);

    private final ApiWorld world = new ApiWorld();
    private final LogCapture log = LogCapture.begin();

    @AfterEach
    void nothing_of_it_was_begun_and_the_service_goes_on() {
        assertThat(world.bank.store.all()).isEmpty();
        assertThat(log.text()).doesNotContain(NUMBER, PIN);
        assertThat(world.get("/v1/accounts/acc_ann").status()).isEqualTo(200);
        world.close();
        log.close();
    }

    private Exchange refused(String body, int status, String code) {
        var answer = world.press("key-1", body);
        return refused(answer, status, code);
    }

    private static Exchange refused(Exchange answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.text()).doesNotContain(NUMBER, PIN);
        return answer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "null",
                "\"6034932528973614\"",
                "{\"account\": \"acc_ann\"} {}",
                "{\"account\": \"acc_ann\",}",
                "{'account': 'acc_ann'}",
                "{\"account\": \"acc_ann\", \"account\": \"acc_bob\"}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}",
                "{\"amount\": 01}",
                "{\"amount\": NaN}",
                "{\"account\": \"\\ud800\"}",
            })
    void malformed_json_is_an_invalid_request(String body) {
        refused(body, 400, "invalid_request");
    }

    @Test
    void json_truncated_at_any_byte_is_an_invalid_request() {
        var whole = SECRET_WISH.strip();
        for (int length = 1; length < whole.length(); length += 7) {
            var answer = refused(whole.substring(0, length), 400, "invalid_request");
            assertThat(answer.pointers()).contains("");
        }
    }

    @Test
    void every_missing_field_is_named_at_once() {
        assertThat(refused("{}", 400, "invalid_request").pointers())
                .containsExactlyInAnyOrder("/account", "/institution", "/card", "/currency");
        assertThat(refused("{\"card\": {}}", 400, "invalid_request").pointers())
                .contains("/card/number", "/card/pin");
    }

    @Test
    void an_unknown_field_is_refused_and_named_unless_it_might_be_secret() {
        var misspelt = SECRET_WISH.replace("\"amount\"", "\"amuont\"");
        assertThat(refused(misspelt, 400, "invalid_request").pointers()).containsExactly("/amuont");

        var pinAsName = SECRET_WISH.replace("\"amount\"", "\"" + PIN + "\"");
        assertThat(refused(pinAsName, 400, "invalid_request").pointers()).containsExactly("");

        var inCard = SECRET_WISH.replace("\"pin\":", "\"cvv\": \"123\", \"pin\":");
        assertThat(refused(inCard, 400, "invalid_request").pointers()).containsExactly("/card/cvv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-0",
                "1.0",
                "2500.5",
                "1e3",
                "9007199254740992",
                "9223372036854775808",
                "1000000000000000000000000000000",
                "\"2500\"",
                "null",
                "true",
                "[2500]",
                "{}",
            })
    void an_amount_that_is_no_whole_number_in_range_is_refused(String amount) {
        var answer = refused(SECRET_WISH.replace("2500", amount), 400, "invalid_request");

        assertThat(answer.pointers()).containsExactly("/amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"usd\"",
                "\"US\"",
                "\"USDX\"",
                "\"ZZZ\"",
                "\"\"",
                "840",
                "null",
                "\"U\\u0000D\""
            })
    void a_currency_that_is_none_is_refused(String currency) {
        var answer = refused(SECRET_WISH.replace("\"USD\"", currency), 400, "invalid_request");

        assertThat(answer.pointers()).containsExactly("/currency");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"60349325289\"",
                "\"60349325289736140000\"",
                "\"6034-9325-2897-3614\"",
                "\"6034 9325 2897 3614\"",
                "\"603493252897361a\"",
                "\"６０３４９３２５２８９７３６１４\"",
                "\"\"",
                "6034932528973614",
                "null",
                "[\"6034932528973614\"]",
            })
    void a_card_number_of_another_length_or_with_other_characters_is_refused(String number) {
        var body = SECRET_WISH.replace("\"" + NUMBER + "\"", number);

        assertThat(refused(body, 400, "invalid_request").pointers())
                .containsExactly("/card/number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"482\"", "\"4821482148214\"", "\"48a1\"", "4821", "null", "\"\""})
    void a_pin_of_another_length_or_with_other_characters_is_refused(String pin) {
        var body = SECRET_WISH.replace("\"" + PIN + "\"", pin);

        assertThat(refused(body, 400, "invalid_request").pointers()).containsExactly("/card/pin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"nobody\"", "\"acc_\"", "\"acc_a b\"", "7", "null", "\"ACC_ann\""})
    void an_account_that_is_not_written_as_one_is_refused(String account) {
        var body = SECRET_WISH.replace("\"acc_ann\"", account);

        assertThat(refused(body, 400, "invalid_request").pointers()).containsExactly("/account");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        var body =
                """
                {"account": "x", "institution": "X", "card": {"number": 1, "pin": 2},
                 "amount": "1", "currency": "?", "extra": 1}
                """;

        assertThat(refused(body, 400, "invalid_request").pointers())
                .containsExactly(
                        "/account",
                        "/institution",
                        "/card/number",
                        "/card/pin",
                        "/amount",
                        "/currency",
                        "/extra");
    }

    @ParameterizedTest
    @CsvSource({
        "acc_ann, acc_none, account_unusable",
        "acc_ann, acc_bob, account_unusable",
        "USD, EUR, currency_mismatch",
        "sandbox, elsewhere, institution_unknown",
    })
    void what_is_well_written_and_does_not_exist_is_unprocessable(
            String known, String unknown, String code) {
        refused(SECRET_WISH.replace(known, unknown), 422, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
                "application/jsonp",
                "application/problem+json",
                "multipart/form-data; boundary=x",
            })
    void a_body_of_another_type_is_refused(String type) {
        var answer =
                world.send(
                        "POST",
                        "/v1/transfers",
                        SECRET_WISH,
                        "Authorization",
                        "Bearer " + world.tokens.of("ann"),
                        "Idempotency-Key",
                        "key-1",
                        "Content-Type",
                        type);

        refused(answer, 415, "unsupported_media_type");
    }

    @Test
    void a_key_is_needed() {
        var answer =
                world.send(
                        "POST",
                        "/v1/transfers",
                        SECRET_WISH,
                        "Authorization",
                        "Bearer " + world.tokens.of("ann"),
                        "Content-Type",
                        "application/json");

        refused(answer, 400, "idempotency_key_required");
    }

    @Test
    void an_over_long_key_is_refused_and_the_longest_is_not() {
        refused(world.press("k".repeat(256), SECRET_WISH), 400, "invalid_request");
        refused(world.press("two words", SECRET_WISH), 400, "invalid_request");
        refused(
                world.press("k".repeat(255), SECRET_WISH.replace("acc_ann", "acc_none")),
                422,
                "account_unusable");
    }

    @Test
    void two_keys_are_refused() {
        refused(
                world.press("key-1", SECRET_WISH, "Idempotency-Key", "key-2"),
                400,
                "invalid_request");
    }
}
