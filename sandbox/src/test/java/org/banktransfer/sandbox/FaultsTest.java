package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import org.banktransfer.sandbox.Reply.How;
import org.banktransfer.sandbox.faults.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.core.JacksonException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/// Every fault of the dial: what the caller gets, and where the money is.
class FaultsTest {

    @TempDir private static Path data;
    private final Bank bank = Bank.open(data);
    private final String id = "tr_" + System.nanoTime();

    @BeforeEach
    void a_card_of_10000() {
        bank.issue(CARD, 10_000);
    }

    @AfterEach
    void stop() {
        bank.close();
    }

    private Reply cashOut() {
        return bank.cashOutReply(id, request(CARD, PIN, 2500L));
    }

    private void assertDone() {
        assertThat(bank.balance(CARD)).isEqualTo(7500);
        bank.noFaults();
        assertThat(bank.lookUp(id).said()).isEqualTo("200 approved");
        assertThat(bank.received("cash_out", id)).isEqualTo(1);
    }

    private void assertNotDone() {
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
        bank.noFaults();
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
        assertThat(bank.received("cash_out", id)).as("received all the same").isEqualTo(1);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void every_fault_can_be_set_and_is_shown_as_it_was_set(Fault fault) {
        var name = fault.name().toLowerCase(Locale.ROOT);
        bank.fault("\"fault\": \"" + name + "\"");
        var rule = Bank.answer(bank.caller.get("/admin/faults")).json().at("/rules/0");
        assertThat(rule.get("fault").stringValue()).isEqualTo(name);
        assertThat(rule.get("operation").stringValue()).isEqualTo("any");
    }

    @Test
    void a_delay_before_the_work_holds_the_work_up() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"delay\", \"delay_ms\": 600000");
        var impatient = bank.caller.waiting(Duration.ofMillis(200));
        assertThat(impatient.put("/v1/cash-outs/" + id, request(CARD, PIN, 2500L)))
                .isEqualTo(new Reply.Lost(How.SILENT));
        assertNotDone();
    }

    @Test
    void a_delay_of_the_answer_comes_after_the_work() throws InterruptedException {
        bank.fault(
                "\"operation\": \"cash_out\", \"fault\": \"delay_answer\", \"delay_ms\": 600000");
        var impatient = bank.caller.waiting(Duration.ofMillis(200));
        assertThat(impatient.put("/v1/cash-outs/" + id, request(CARD, PIN, 2500L)))
                .isEqualTo(new Reply.Lost(How.SILENT));
        await("the work", () -> bank.balance(CARD) == 7500);
        assertDone();
    }

    @Test
    void an_answer_delayed_comes_when_released() throws Exception {
        bank.fault(
                "\"operation\": \"cash_out\", \"fault\": \"delay_answer\", \"delay_ms\": 600000");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(this::cashOut);
            await("the delay", () -> bank.release() == 1);
            assertThat(Bank.answer(answer.get()).said()).isEqualTo("200 approved");
        }
    }

    @Test
    void a_short_delay_is_only_slow() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"delay\", \"delay_ms\": 100");
        var begun = Instant.now();
        assertThat(Bank.answer(cashOut()).said()).isEqualTo("200 approved");
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(99));
        assertDone();
    }

    @Test
    void a_dropped_request_is_not_done() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"drop_request\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.CLOSED));
        assertNotDone();
    }

    @Test
    void a_dropped_answer_is_done() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"drop_answer\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.CLOSED));
        assertDone();
    }

    @Test
    void a_loss_may_look_like_a_reset_or_like_silence() {
        bank.fault("\"fault\": \"drop_answer\", \"loss\": \"reset\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.RESET));
        bank.fault("\"fault\": \"drop_answer\", \"loss\": \"silence\"");
        var impatient = bank.caller.waiting(Duration.ofMillis(200));
        assertThat(impatient.get("/v1/cash-outs/" + id)).isEqualTo(new Reply.Lost(How.SILENT));
    }

    @Test
    void a_reset_is_seen_as_one_and_nothing_is_done() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"reset\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.RESET));
        assertNotDone();
    }

    @Test
    void an_institution_that_is_down_resets_every_call_and_can_still_be_administered() {
        bank.fault("\"fault\": \"down\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.RESET));
        assertThat(bank.lookUpReply(id)).isEqualTo(new Reply.Lost(How.RESET));
        assertThat(bank.reversalReply(id)).isEqualTo(new Reply.Lost(How.RESET));
        assertThat(bank.caller.get("/v1/statements/2026-01-31"))
                .isEqualTo(new Reply.Lost(How.RESET));
        assertNotDone();
        assertThat(bank.cashOut(id).said()).as("up again").isEqualTo("200 approved");
    }

    @Test
    void an_error_before_the_work_and_one_after_it_look_the_same() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"error_before\"");
        var before = cashOut();
        assertThat(Bank.answer(before).status()).isEqualTo(500);
        assertNotDone();
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"error_after\"");
        assertThat(cashOut()).isEqualTo(before);
        bank.noFaults();
        assertThat(bank.lookUp(id).said()).isEqualTo("200 approved");
    }

    @Test
    void an_error_may_have_any_status_and_body() {
        bank.fault("\"fault\": \"error_before\", \"status\": 429, \"body\": \"slow down\"");
        var answer = Bank.answer(bank.lookUpReply(id));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo("slow down");
    }

    @Test
    void a_404_of_another_kind_does_not_say_never_seen() {
        bank.cashOut(id);
        bank.fault("\"operation\": \"look_up\", \"fault\": \"bare_404\"");
        var answer = Bank.answer(bank.lookUpReply(id));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("never_seen");
    }

    @Test
    void garbage_is_answered_after_the_work() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"garbage\"");
        var answer = Bank.answer(cashOut());
        assertThat(answer.status()).isEqualTo(200);
        assertThatThrownBy(answer::json).isInstanceOf(JacksonException.class);
        assertDone();
    }

    @Test
    void a_truncated_answer_breaks_off_after_the_work() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"truncate\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.BROKEN_OFF));
        assertDone();
    }

    @Test
    void a_dripping_answer_arrives_whole_in_the_end() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"drip\", \"delay_ms\": 200");
        var begun = Instant.now();
        assertThat(Bank.answer(cashOut()).said()).isEqualTo("200 approved");
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(150));
        assertDone();
    }

    @Test
    void a_flood_is_64_mebibytes() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"flood\"");
        assertThat(Bank.answer(cashOut()).body()).hasSize(64 * 1024 * 1024);
        assertDone();
    }

    @Test
    void a_lie_says_another_amount_than_was_paid() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"lie\"");
        assertThat(Bank.answer(cashOut()).json().get("amount").longValue()).isEqualTo(2501);
        assertDone();
    }

    @Test
    void a_lie_may_replace_or_leave_out_any_field() {
        var fields = "{\"id\": \"tr_other\", \"status\": \"pending\", \"amount\": null}";
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"lie\", \"answer\": " + fields);
        var json = Bank.answer(cashOut()).json();
        assertThat(json.get("id").stringValue()).isEqualTo("tr_other");
        assertThat(json.get("status").stringValue()).isEqualTo("pending");
        assertThat(json.has("amount")).isFalse();
        assertDone();
    }

    @Test
    void a_request_held_back_is_done_when_released() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"hold\"");
        assertThat(cashOut()).isEqualTo(new Reply.Lost(How.CLOSED));
        assertNotDone();
        assertThat(bank.release()).isEqualTo(1);
        assertThat(bank.release()).as("once").isZero();
        assertDone();
        assertThat(bank.requests(id).get(2).get("delivery").stringValue()).isEqualTo("held");
    }

    @Test
    void a_request_held_back_behind_its_own_reversal_takes_nothing() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"hold\", \"times\": 1");
        cashOut();
        assertThat(bank.reverse(id).said()).isEqualTo("200 blocked");
        bank.release();
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
        var late = bank.requests(id).get(2);
        assertThat(late.get("delivery").stringValue()).isEqualTo("held");
        assertThat(late.get("outcome").stringValue()).isEqualTo("blocked");
    }

    @Test
    void a_request_held_back_for_a_time_arrives_by_itself() throws InterruptedException {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"hold\", \"delay_ms\": 50");
        cashOut();
        await("the late request", () -> bank.balance(CARD) == 7500);
        assertDone();
    }

    @Test
    void a_request_delivered_twice_is_done_once() {
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"deliver_twice\"");
        assertThat(Bank.answer(cashOut()).said()).isEqualTo("200 approved");
        assertThat(bank.release()).isEqualTo(1);
        assertThat(bank.requests(id).get(1).get("delivery").stringValue()).isEqualTo("copy");
        assertDone();
    }

    @Test
    void a_decline_by_the_dial_is_a_real_one() {
        bank.fault("\"fault\": \"decline\", \"code\": \"card_blocked\"");
        var answer = Bank.answer(cashOut());
        assertThat(answer.said()).isEqualTo("200 declined");
        assertThat(answer.json().get("code").stringValue()).isEqualTo("card_blocked");
        bank.noFaults();
        assertThat(bank.cashOut(id)).as("for good").isEqualTo(answer);
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    @Test
    void an_institution_that_forgets_ids_pays_twice() {
        bank.cashOut(id);
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"forget_id\"");
        assertThat(Bank.answer(cashOut()).said()).isEqualTo("200 approved");
        assertThat(bank.balance(CARD)).isEqualTo(5000);
        assertThat(bank.totals().at("/currencies/USD/paid_out").longValue()).isPositive();
    }

    @Test
    void a_reversal_that_leaves_no_tombstone_says_blocked_and_blocks_nothing() {
        bank.fault("\"operation\": \"reversal\", \"fault\": \"forget_tombstone\"");
        assertThat(bank.reverse(id).said()).isEqualTo("200 blocked");
        assertThat(bank.cashOut(id).said()).isEqualTo("200 approved");
    }

    @Test
    void a_tombstone_may_be_lost_to_the_first_late_cash_out() {
        bank.reverse(id);
        bank.fault("\"operation\": \"cash_out\", \"fault\": \"forget_tombstone\", \"skip\": 1");
        assertThat(bank.cashOut(id).said()).isEqualTo("409 blocked");
        assertThat(bank.cashOut(id).said()).isEqualTo("200 approved");
    }

    @Test
    void an_institution_may_ignore_that_it_is_too_late() {
        bank.fault("\"fault\": \"ignore_expiry\"");
        var late = request(CARD, PIN, 2500L, Instant.now().minusSeconds(9));
        assertThat(bank.cashOut(id, late).said()).isEqualTo("200 approved");
    }

    @Test
    void a_reversal_may_be_done_later_and_says_so_until_then() {
        bank.cashOut(id);
        bank.fault("\"fault\": \"reverse_later\"");
        assertThat(bank.reverse(id).said()).isEqualTo("202 reversing");
        assertThat(bank.reverse(id).said()).isEqualTo("202 reversing");
        assertThat(bank.lookUp(id).said()).isEqualTo("200 reversing");
        assertThat(bank.cashOut(id).said()).isEqualTo("409 reversing");
        assertThat(bank.balance(CARD)).isEqualTo(7500);
        assertThat(bank.release()).isEqualTo(1);
        assertThat(bank.reverse(id).said()).isEqualTo("200 reversed");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    @Test
    void a_reversal_may_be_refused_and_the_cash_out_stands() {
        bank.cashOut(id);
        bank.fault("\"fault\": \"refuse_reversal\", \"code\": \"window_closed\"");
        var refused = bank.reverse(id);
        assertThat(refused.said()).isEqualTo("409 refused");
        assertThat(refused.json().get("code").stringValue()).isEqualTo("window_closed");
        assertDone();
        assertThat(bank.reverse(id).said()).isEqualTo("200 reversed");
    }

    @Test
    void a_stale_look_up_has_not_heard_of_what_was_just_done() {
        bank.cashOut(id);
        bank.fault("\"fault\": \"stale\", \"delay_ms\": 600000");
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
        bank.fault("\"fault\": \"stale\", \"delay_ms\": 0");
        assertThat(bank.lookUp(id).said()).isEqualTo("200 approved");
        bank.fault("\"fault\": \"stale\"");
        assertThat(bank.lookUp(id).said()).isEqualTo("404 never_seen");
        assertDone();
    }

    @Test
    void a_fault_may_be_meant_for_one_card_or_one_id_only() {
        var other = "6034932528970000";
        bank.issue(other, 10_000);
        bank.fault("\"fault\": \"decline\", \"card\": \"" + other + "\"");
        assertThat(bank.cashOut(id).said()).isEqualTo("200 approved");
        assertThat(bank.cashOut(id + "a", request(other, PIN, 1L)).said())
                .isEqualTo("200 declined");
        bank.fault("\"fault\": \"error_before\", \"id\": \"" + id + "\"");
        assertThat(Bank.answer(bank.lookUpReply(id)).status()).isEqualTo(500);
        assertThat(bank.lookUp(id + "a").said()).isEqualTo("200 declined");
    }
}
