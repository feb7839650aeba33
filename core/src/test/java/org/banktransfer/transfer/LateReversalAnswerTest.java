package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CapabilitySheet;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Where an institution leaves no tombstones, "nothing to reverse" is true only of the moment in
/// which it was found.
class LateReversalAnswerTest {

    private static final CapabilitySheet NO_TOMBSTONES =
            new CapabilitySheet(
                    true,
                    Duration.ofDays(1),
                    false,
                    true,
                    true,
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    1_000);

    private final ScriptedFate fate = new ScriptedFate();
    private final World world = new World(fate, NO_TOMBSTONES, World.SETTINGS);

    @Test
    void what_a_reversal_found_before_expiry_books_nothing_however_late_it_is_heard() {
        fate.always("cash_out", Fault.REQUEST_LATE);
        var pending = world.run(world.begin(Wishes.wish("k1"))).transfer();
        assertThat(world.institution.entry(pending.id())).isEmpty();
        // The cash-out overtakes the answer, and the answer is heard when nothing more can arrive.
        world.institution.beforeReversalIsHeard =
                () -> {
                    world.institution.deliverLateRequests();
                    world.clock.pass(Duration.ofHours(1));
                };

        var settled = world.recover(pending);

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.institution.paidMinor(pending.id())).isZero();
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }
}
