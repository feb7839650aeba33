package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// A connector that breaks its promises costs work, never money.
class BrokenConnectorTest {

    @Test
    void a_connector_that_breaks_after_sending_leaves_no_cash_out_that_counts_as_not_sent() {
        var world = new World(Fate.KIND);
        var drive = world.begin(Wishes.wish("k1"));
        world.institution.throwsAfterCashOut =
                Optional.of(new IllegalStateException("6034932528973614"));

        var after = world.engine.advance(drive);
        world.clock.pass(World.SETTINGS.patience());
        world.run(after);
        var settled = world.recover(drive.transfer());

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
        assertThat(world.store.history(settled.id()).toString()).doesNotContain("6034932528973614");
    }

    @Test
    void an_institution_that_pays_another_amount_than_was_asked_for_has_not_answered() {
        var world = new World(Fate.KIND);
        var drive = world.begin(Wishes.wish("k1"));
        world.institution.pays = Optional.of(Wishes.AMOUNT.plus(Wishes.AMOUNT));

        var ended = world.run(drive);
        assertThat(ended.transfer().state()).isInstanceOf(TransferState.Pending.class);
        var settled = world.recover(drive.transfer());

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.ledger.creditedMinor()).isZero();
    }
}
