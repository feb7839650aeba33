package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Fault.ANSWER_LOST;
import static org.banktransfer.transfer.Fault.REFUSED;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.ledger.VoidReason;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// Answers that are lost or come when nobody waits for them any more: none of them is read as
/// anything but silence, and what they would have said is learned by asking again.
class LostAndLateTest {

    private final ScriptedFate fate = new ScriptedFate();
    private final World world = new World(fate);

    @Test
    void a_look_up_that_times_out_decides_nothing_and_what_was_paid_is_credited() {
        fate.then("ask_institution", REQUEST_LOST, REQUEST_LOST);
        var begun = world.begin(Wishes.wish("k1"));
        world.engine.advance(begun);
        world.store.loseUnwritten();

        var settled = world.recover(begun.transfer());

        assertThat(settled.state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.institution.reversalsAsked()).isEmpty();
        assertThat(world.steps(settled))
                .containsExactly(
                        "ask_ledger open",
                        "ask_institution unknown",
                        "wait cash_out",
                        "ask_ledger open",
                        "ask_institution unknown",
                        "wait cash_out",
                        "ask_ledger open",
                        "ask_institution approved",
                        "credit credited",
                        "close completed");
    }

    @Test
    void an_approval_that_came_when_nobody_waited_any_more_still_counts() {
        fate.always("cash_out", ANSWER_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();
        assertThat(ended.state()).isEqualTo(new TransferState.Pending());

        var settled = world.recover(ended);

        assertThat(settled.state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.institution.cardMinor)
                .isEqualTo(FakeInstitution.OPENING - Wishes.AMOUNT.minor());
    }

    @Test
    void while_nobody_knows_whether_the_account_was_credited_nothing_is_given_back() {
        fate.then("credit", ANSWER_LOST).always("ask_ledger", REQUEST_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();
        var silentUntil = world.clock.instant().plus(World.SETTINGS.patience().multipliedBy(4));
        while (world.clock.instant().isBefore(silentUntil)) {
            world.run(world.takeOver(ended));
        }
        assertThat(world.institution.reversalsAsked()).isEmpty();
        fate.well("ask_ledger");

        var settled = world.recover(ended);

        assertThat(settled.state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.institution.reversalsAsked()).isEmpty();
    }

    @Test
    void a_reversal_is_asked_for_again_under_the_transfers_own_id_and_gives_back_once() {
        fate.then("credit", REFUSED).then("reverse", ANSWER_LOST, ANSWER_LOST, REQUEST_LOST);

        var settled = world.recover(world.run(world.begin(Wishes.wish("k1"))).transfer());

        assertThat(world.institution.reversalsAsked()).hasSize(4).containsOnly(settled.id());
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    @Test
    void a_reversal_that_turns_out_to_be_done_already_is_a_success_and_settles_the_transfer() {
        fate.then("credit", REFUSED).then("reverse", ANSWER_LOST);
        var ended = world.run(world.begin(Wishes.wish("k1"))).transfer();
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
        var began = world.clock.instant();

        var settled = world.recover(ended);

        assertThat(settled.state())
                .isEqualTo(
                        new TransferState.Reversed(
                                VoidReason.REFUSED_LIMIT, Optional.of(Wishes.AMOUNT)));
        assertThat(Duration.between(began, world.clock.instant()))
                .isLessThan(Duration.ofMinutes(1));
    }
}
