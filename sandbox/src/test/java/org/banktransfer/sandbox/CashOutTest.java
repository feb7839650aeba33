package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Instant;

/// The contract as its caller meets it, over HTTP.
class CashOutTest {

    @TempDir private static Path data;
    private Bank bank = Bank.open(data);

    @BeforeEach
    void a_card_of_10000() {
        bank.issue(CARD, 10_000);
    }

    @AfterEach
    void stop() {
        bank.close();
    }

    @Test
    void a_cash_out_takes_the_amount_from_the_card_and_is_found_again() {
        var id = "tr_amount";
        var answer = bank.cashOut(id);
        assertThat(answer.said()).isEqualTo("200 approved");
        assertThat(answer.json().get("amount").longValue()).isEqualTo(2500);
        assertThat(answer.json().get("id").stringValue()).isEqualTo(id);
        assertThat(bank.balance(CARD)).isEqualTo(7500);
        assertThat(bank.lookUp(id)).isEqualTo(answer);
    }

    @Test
    void a_cash_out_without_an_amount_takes_the_whole_balance() {
        var answer = bank.cashOut("tr_whole", request(CARD, PIN, null));
        assertThat(answer.json().get("amount").longValue()).isEqualTo(10_000);
        assertThat(bank.balance(CARD)).isZero();
        var empty = bank.cashOut("tr_empty", request(CARD, PIN, null));
        assertThat(empty.json().get("code").stringValue()).isEqualTo("insufficient_funds");
    }

    @ParameterizedTest
    @CsvSource({
        "6034932528973614, active, 9999, wrong_pin",
        "6034932528970000, active, 4821, insufficient_funds",
        "6034932528970001, blocked, 4821, card_blocked",
        "6034932528970002, expired, 4821, card_expired",
    })
    void a_declined_cash_out_says_why_and_stays_declined(
            String number, String state, String pin, String code) {
        bank.issue(number, 100, state);
        var id = "tr_" + code;
        var json = request(number, pin, 2500L);
        var answer = bank.cashOut(id, json);
        assertThat(answer.said()).isEqualTo("200 declined");
        assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
        bank.issue(number, 100_000, "active");
        assertThat(bank.cashOut(id, json)).isEqualTo(answer);
        assertThat(bank.lookUp(id)).isEqualTo(answer);
        assertThat(bank.reverse(id).said()).isEqualTo("200 declined");
        assertThat(bank.balance(number)).isEqualTo(100_000);
    }

    @Test
    void a_card_nobody_issued_is_declined() {
        var answer = bank.cashOut("tr_nobody", request("6034932528979999", PIN, 1L));
        assertThat(answer.json().get("code").stringValue()).isEqualTo("card_declined");
    }

    @Test
    void a_repeat_is_answered_as_the_first_time_and_takes_nothing() {
        var first = bank.cashOut("tr_repeat");
        assertThat(bank.cashOut("tr_repeat")).isEqualTo(first);
        assertThat(bank.balance(CARD)).isEqualTo(7500);
    }

    @Test
    void a_repeat_may_grant_itself_more_time() {
        var soon = request(CARD, PIN, 2500L, Instant.now().plusSeconds(600));
        var later = request(CARD, PIN, 2500L, Instant.now().plusSeconds(900));
        assertThat(bank.cashOut("tr_time", soon)).isEqualTo(bank.cashOut("tr_time", later));
    }

    @ParameterizedTest
    @CsvSource({
        "6034932528973614, 4821, 2501",
        "6034932528973614, 4822, 2500",
        "6034932528970000, 4821, 2500",
    })
    void an_id_used_again_for_something_else_is_refused(String number, String pin, long amount) {
        var id = "tr_other" + number + pin + amount;
        bank.cashOut(id);
        var other = bank.cashOut(id, request(number, pin, amount));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().get("code").stringValue()).isEqualTo("id_reused");
        assertThat(bank.lookUp(id).said()).isEqualTo("200 approved");
        assertThat(bank.balance(CARD)).isEqualTo(7500);
    }

    @Test
    void the_whole_balance_and_the_amount_it_came_to_are_different_requests() {
        bank.cashOut("tr_all", request(CARD, PIN, null));
        assertThat(bank.cashOut("tr_all", request(CARD, PIN, 10_000L)).status()).isEqualTo(422);
    }

    @Test
    void a_wrong_pin_repeated_by_the_network_costs_one_try() {
        var wrong = request(CARD, "9999", 2500L);
        bank.cashOut("tr_wrong", wrong);
        bank.cashOut("tr_wrong", wrong);
        var card = Bank.answer(bank.caller.get("/admin/cards/" + CARD)).json();
        assertThat(card.get("wrong_pins").longValue()).isEqualTo(1);
    }

    @Test
    void a_cash_out_after_its_time_is_declined_for_good() {
        var late = request(CARD, PIN, 2500L, Instant.now().minusSeconds(1));
        var answer = bank.cashOut("tr_late", late);
        assertThat(answer.said()).isEqualTo("200 declined");
        assertThat(answer.json().get("code").stringValue()).isEqualTo("card_declined");
        assertThat(bank.cashOut("tr_late")).as("with more time").isEqualTo(answer);
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    @Test
    void a_reversal_puts_the_amount_back_once_and_shuts_the_door() {
        bank.cashOut("tr_back");
        assertThat(bank.reverse("tr_back").said()).isEqualTo("200 reversed");
        assertThat(bank.reverse("tr_back").said()).isEqualTo("200 reversed");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
        assertThat(bank.cashOut("tr_back").said()).isEqualTo("409 reversed");
        assertThat(bank.lookUp("tr_back").said()).isEqualTo("200 reversed");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    @Test
    void a_reversal_that_overtakes_its_cash_out_blocks_it_for_good() {
        assertThat(bank.lookUp("tr_over").said()).isEqualTo("404 never_seen");
        assertThat(bank.reverse("tr_over").said()).isEqualTo("200 blocked");
        assertThat(bank.cashOut("tr_over").said()).isEqualTo("409 blocked");
        assertThat(bank.cashOut("tr_over").said()).as("a second copy").isEqualTo("409 blocked");
        assertThat(bank.reverse("tr_over").said()).isEqualTo("200 blocked");
        assertThat(bank.lookUp("tr_over").said()).isEqualTo("200 blocked");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    @Test
    void a_card_keeps_its_currency_because_money_may_come_back_to_it() {
        var euros = "{\"pin\": \"4821\", \"balance\": 1, \"currency\": \"EUR\"}";
        assertThat(Bank.answer(bank.caller.put("/admin/cards/" + CARD, euros)).status())
                .isEqualTo(409);
    }
}
