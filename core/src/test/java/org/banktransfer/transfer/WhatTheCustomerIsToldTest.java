package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.ledger.VoidReason.TIMED_OUT;

import org.banktransfer.ledger.VoidOrder;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/// A final word to a customer is true, and stays the same whenever they ask again.
class WhatTheCustomerIsToldTest {

    private final ScriptedFate fate = new ScriptedFate();
    private final World world = new World(fate);

    @Test
    void of_two_runs_that_end_differently_both_tell_the_end_that_the_record_kept() {
        fate.then("cash_out", Fault.REFUSED);
        var slow = world.engine.advance(world.begin(Wishes.wish("k1")));
        voidByAnotherNode(slow.transfer());
        var recorded = world.recover(slow.transfer());

        assertThat(world.run(slow).transfer().state()).isEqualTo(recorded.state());
    }

    @Test
    void a_decline_that_is_not_durable_in_time_is_not_told() {
        fate.then("cash_out", Fault.REFUSED);
        world.store.flushes = false;

        var ended = world.run(world.begin(Wishes.wish("k1")));

        assertThat(ended.isOver()).isTrue();
        assertThat(ended.transfer().state()).isInstanceOf(TransferState.Pending.class);
    }

    @Test
    void a_credit_is_told_without_waiting_for_the_status_to_be_written() {
        world.store.flushes = false;

        var ended = world.run(world.begin(Wishes.wish("k1")));

        assertThat(ended.transfer().state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
    }

    private void voidByAnotherNode(Transfer transfer) {
        world.ledger.voidCredit(
                new VoidOrder(
                        transfer.id(),
                        Wishes.SANDBOX,
                        TIMED_OUT,
                        Optional.empty(),
                        world.clock.instant()));
    }
}
