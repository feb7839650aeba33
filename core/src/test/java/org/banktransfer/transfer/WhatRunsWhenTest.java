package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Fault.ANSWER_LOST;
import static org.banktransfer.transfer.Fault.REFUSED;
import static org.banktransfer.transfer.Fault.REQUEST_LATE;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Currency;
import java.util.Optional;

/// Every path of the protocol's picture of what runs when, step by step.
class WhatRunsWhenTest {

    private final ScriptedFate fate = new ScriptedFate();
    private final World world = new World(fate);

    @Test
    void a_success_is_a_cash_out_and_a_credit() {
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();

        assertThat(ended.state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.steps(ended))
                .containsExactly("cash_out approved", "credit credited", "close completed");
    }

    @Test
    void a_whole_balance_is_credited_as_it_was_paid() {
        var wish = Wishes.wish("k1", new WholeBalance(Currency.getInstance("USD")));

        var begun = world.begin(wish);
        assertThat(begun.transfer().amount()).isEmpty();
        var ended = world.run(begun).transfer();

        assertThat(ended.amount()).contains(Money.of(FakeInstitution.OPENING, "USD"));
        assertThat(world.institution.cardMinor).isZero();
    }

    @Test
    void a_decline_closes_at_once_and_the_ledger_is_not_troubled() {
        fate.then("cash_out", REFUSED);

        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();

        assertThat(ended.state()).isInstanceOf(TransferState.Declined.class);
        assertThat(world.steps(ended)).containsExactly("cash_out declined", "close declined");
    }

    @Test
    void a_refused_credit_is_reversed_by_the_same_run() {
        fate.then("credit", REFUSED);

        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();

        assertThat(ended.state())
                .isEqualTo(
                        new TransferState.Reversed(
                                VoidReason.REFUSED_LIMIT, Optional.of(Wishes.AMOUNT)));
        assertThat(world.steps(ended))
                .containsExactly(
                        "cash_out approved",
                        "credit voided",
                        "reverse reversed",
                        "book_reversal voided_and_reversed",
                        "close reversed");
    }

    @Test
    void what_the_rules_advise_against_is_voided_and_no_institution_hears_of_it() {
        world.ledger.refuseNow(VoidReason.REFUSED_LIMIT);

        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();

        assertThat(ended.state())
                .isEqualTo(new TransferState.Reversed(VoidReason.REFUSED_LIMIT, Optional.empty()));
        assertThat(world.steps(ended)).containsExactly("void_credit voided", "close reversed");
        assertThat(world.institution.entry(ended.id())).isEmpty();
    }

    @Test
    void a_refusal_whose_answer_was_lost_is_never_tried_as_a_credit_again() {
        fate.then("credit", REQUEST_LOST, REFUSED).then("reverse", ANSWER_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();
        assertThat(ended.state()).isEqualTo(new TransferState.Pending());

        var settled = world.recover(ended);

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.steps(settled))
                .containsExactly(
                        "cash_out approved",
                        "credit no_answer",
                        "wait ledger",
                        "ask_ledger open",
                        "ask_institution approved",
                        "credit voided",
                        "reverse unknown",
                        "wait reversal",
                        "ask_ledger voided",
                        "reverse reversed",
                        "book_reversal voided_and_reversed",
                        "close reversed");
    }

    @Test
    void a_credit_whose_answer_was_lost_is_found_in_the_ledger() {
        fate.then("credit", ANSWER_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();

        var settled = world.recover(ended);

        assertThat(settled.state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.steps(settled)).endsWith("ask_ledger credited", "close completed");
    }

    @Test
    void after_a_crash_recovery_credits_what_was_paid_without_the_card() {
        var begun = world.begin(Wishes.wish("k1"));
        world.engine.advance(begun);
        world.store.loseUnwritten();

        var settled = world.recover(begun.transfer());

        assertThat(settled.state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.steps(settled))
                .containsExactly(
                        "ask_ledger open",
                        "ask_institution approved",
                        "credit credited",
                        "close completed");
        assertThat(world.institution.cashOutsSent()).isEqualTo(1);
    }

    @Test
    void a_cash_out_that_was_never_seen_is_voided_and_its_door_is_shut() {
        fate.then("cash_out", REQUEST_LATE);
        var begun = world.begin(Wishes.wish("k1"));
        world.engine.advance(begun);

        var settled = world.recover(begun.transfer());
        world.institution.deliverLateRequests();

        assertThat(settled.state())
                .isEqualTo(new TransferState.Reversed(VoidReason.NEVER_ARRIVED, Optional.empty()));
        assertThat(world.institution.entry(settled.id())).contains(FakeInstitution.Entry.BLOCKED);
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    @Test
    void after_patience_what_was_paid_is_given_back_and_not_credited() {
        fate.then("credit", REQUEST_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();
        world.clock.pass(World.SETTINGS.patience());

        var settled = world.recover(ended);

        assertThat(settled.state())
                .isEqualTo(
                        new TransferState.Reversed(
                                VoidReason.TIMED_OUT, Optional.of(Wishes.AMOUNT)));
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    @Test
    void an_institution_that_is_down_for_hours_is_asked_until_it_answers() {
        fate.always("cash_out", ANSWER_LOST)
                .always("ask_institution", REQUEST_LOST)
                .always("reverse", REQUEST_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();
        var downUntil = FakeClock.START.plus(Duration.ofHours(3));
        while (world.clock.instant().isBefore(downUntil)) {
            world.run(world.takeOver(ended));
        }
        assertThat(world.store.stored(ended.id()).state())
                .isEqualTo(new TransferState.Reversing(VoidReason.TIMED_OUT, Optional.empty()));
        fate.well("reverse");

        var settled = world.recover(ended);

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(Duration.between(downUntil, world.clock.instant()))
                .isLessThanOrEqualTo(World.SETTINGS.retry().cap().multipliedBy(2));
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    @Test
    void a_late_answer_after_a_void_is_no_credit_and_the_card_gets_its_money_back() {
        var slow = world.begin(Wishes.wish("k1"));
        fate.then("ask_institution", REQUEST_LOST).then("reverse", REQUEST_LOST);
        world.clock.pass(World.SETTINGS.cashOutWithin().minusSeconds(1));
        var approved = world.engine.advance(slow);
        world.clock.pass(World.SETTINGS.patience());
        world.run(world.takeOver(slow.transfer()));

        var ended = world.run(approved).transfer();

        assertThat(ended.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.ledger.creditedMinor()).isZero();
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }
}
