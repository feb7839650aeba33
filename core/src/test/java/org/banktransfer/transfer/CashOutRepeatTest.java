package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Fault.ANSWER_LOST;
import static org.banktransfer.transfer.Fault.REQUEST_LATE;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.DeclineCode;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// When a cash-out without an answer is sent again, and when not.
class CashOutRepeatTest {

    private final ScriptedFate fate = new ScriptedFate();

    @Test
    void a_lost_answer_is_met_with_the_same_id_again_and_the_card_pays_once() {
        var world = new World(fate.then("cash_out", ANSWER_LOST, REQUEST_LOST));

        var ended = world.run(world.begin(Wishes.wish("k1")));

        assertThat(ended.transfer().state()).isInstanceOf(TransferState.Completed.class);
        assertThat(world.steps(ended.transfer()))
                .containsExactly(
                        "cash_out unknown",
                        "cash_out unknown",
                        "cash_out approved",
                        "credit credited",
                        "close completed");
        assertThat(world.institution.cardMinor)
                .isEqualTo(FakeInstitution.OPENING - Wishes.AMOUNT.minor());
    }

    @Test
    void only_a_repeat_is_paused_before_and_the_card_is_kept_for_it() {
        var world = new World(fate.then("cash_out", REQUEST_LOST));
        var first = world.begin(Wishes.wish("k1"));
        assertThat(first.notBefore()).isBefore(world.clock.instant());

        var unknown = world.engine.advance(first);
        assertThat(unknown.notBefore())
                .isBetween(
                        world.clock.instant(),
                        world.clock.instant().plus(World.SETTINGS.repeat().base()));
        assertThat(unknown.card()).contains(Wishes.CARD);

        world.clock.passUntil(unknown.notBefore());
        var approved = world.engine.advance(unknown);
        assertThat(approved.notBefore()).isBefore(world.clock.instant());
        assertThat(approved.card()).isEmpty();
    }

    @Test
    void after_the_deadline_the_run_ends_pending_and_without_the_card() {
        var world = new World(fate.always("cash_out", REQUEST_LOST));

        var ended = world.run(world.begin(Wishes.wish("k1")));

        assertThat(ended.transfer().state()).isInstanceOf(TransferState.Pending.class);
        assertThat(ended.card()).isEmpty();
        assertThat(world.clock.instant())
                .isAfterOrEqualTo(FakeClock.START.plus(World.SETTINGS.cashOutWithin()));
        assertThat(world.steps(ended.transfer()).getLast()).isEqualTo("wait cash_out");
        assertThat(world.institution.cashOutsSent()).isGreaterThan(5);
    }

    @Test
    void an_institution_that_forgets_before_a_repeat_must_have_arrived_is_sent_no_repeat() {
        fate.then("cash_out", ANSWER_LOST, REQUEST_LATE);
        var world = new World(fate, dedupingFor(Duration.ofSeconds(89)), World.SETTINGS);

        world.run(world.begin(Wishes.wish("k1")));

        assertThat(world.institution.cashOutsSent()).isEqualTo(1);
    }

    @Test
    void an_institution_that_remembers_until_a_repeat_must_have_arrived_is_sent_repeats() {
        fate.then("cash_out", ANSWER_LOST);
        var world = new World(fate, dedupingFor(Duration.ofSeconds(90)), World.SETTINGS);

        world.run(world.begin(Wishes.wish("k1")));

        assertThat(world.institution.cashOutsSent()).isEqualTo(2);
    }

    /// The node stood still between its decision to repeat and the sending.
    @Test
    void a_repeat_declined_by_an_institution_that_has_forgotten_the_first_is_no_decline() {
        fate.then("cash_out", ANSWER_LOST);
        var world = new World(fate, dedupingFor(Duration.ofSeconds(90)), World.SETTINGS);
        var drive = world.engine.advance(world.begin(Wishes.wish("k1")));
        world.clock.passUntil(drive.notBefore());
        world.institution.beforeCashOut = () -> world.clock.pass(Duration.ofSeconds(91));
        world.institution.answersCashOut = declined();

        var ended = world.run(drive);
        assertThat(ended.transfer().state()).isInstanceOf(TransferState.Pending.class);
        assertThat(world.recover(ended.transfer()).state())
                .isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
    }

    @Test
    void a_repeat_declined_while_the_first_is_remembered_is_a_decline() {
        fate.then("cash_out", ANSWER_LOST);
        var world = new World(fate, dedupingFor(Duration.ofSeconds(90)), World.SETTINGS);
        world.institution.declinesWith = Optional.of(DeclineCode.CARD_BLOCKED);
        var drive = world.engine.advance(world.begin(Wishes.wish("k1")));
        world.clock.passUntil(drive.notBefore());
        world.institution.beforeCashOut = () -> world.clock.pass(Duration.ofSeconds(80));

        assertThat(world.run(drive).transfer().state())
                .isEqualTo(new TransferState.Declined(DeclineCode.CARD_BLOCKED));
    }

    /// What has never been sent before cannot have been forgotten.
    @Test
    void a_first_cash_out_that_is_declined_is_a_decline_however_long_it_took() {
        var world = new World(fate, dedupingFor(Duration.ZERO), World.SETTINGS);
        world.institution.beforeCashOut = () -> world.clock.pass(Duration.ofMinutes(5));
        world.institution.answersCashOut = declined();

        assertThat(world.run(world.begin(Wishes.wish("k1"))).transfer().state())
                .isInstanceOf(TransferState.Declined.class);
    }

    private static Optional<CashOutReply> declined() {
        return Optional.of(new CashOutWord.Declined(DeclineCode.CARD_DECLINED));
    }

    @Test
    void a_cash_out_whose_time_is_over_before_it_was_sent_is_never_sent() {
        var world = new World(fate);
        var drive = world.begin(Wishes.wish("k1"));
        world.clock.pass(World.SETTINGS.cashOutWithin());

        var ended = world.run(drive);

        assertThat(ended.transfer().state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.institution.cashOutsSent()).isZero();
    }

    private static CapabilitySheet dedupingFor(Duration time) {
        return new CapabilitySheet(
                true, time, true, true, true, Duration.ofDays(1), Duration.ofHours(1), 1_000);
    }
}
