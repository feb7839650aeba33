package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Fault.REQUEST_LATE;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.ReversalWord;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/// At an institution without tombstones only a reversal asked for after the cash-out has expired
/// says that the card is whole.
class ExpiryTest {

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

    private final World world =
            new World(
                    new ScriptedFate().then("cash_out", REQUEST_LATE, REQUEST_LATE),
                    NO_TOMBSTONES,
                    World.SETTINGS);

    @Test
    void nothing_to_reverse_heard_before_the_expiry_is_not_believed_by_a_run_frozen_past_it() {
        var answered = reversalAnsweredWithNothingThere();

        world.institution.deliverLateRequests();
        world.clock.passUntil(expiry(answered.transfer()).plusSeconds(1));
        var ended = world.recover(world.run(answered).transfer());

        assertThat(ended.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    @Test
    void a_reversal_asked_for_in_the_very_instant_of_the_expiry_is_too_early() {
        var lastRound = world.run(reversalAnsweredWithNothingThere()).transfer();
        world.clock.passUntil(expiry(lastRound));
        var atExpiry = world.engine.resume(lastRound, ClaimToken.next(new SplittableRandom(1)));

        var ended = world.run(reversalAskedFor(atExpiry));

        assertThat(ended.transfer().isFinal()).isFalse();
        assertThat(world.steps(lastRound).getLast()).isEqualTo("wait expiry");
    }

    @Test
    void what_a_reversal_found_before_expiry_books_nothing_however_late_it_is_heard() {
        var fate = new ScriptedFate();
        fate.always("cash_out", REQUEST_LATE);
        var late = new World(fate, NO_TOMBSTONES, World.SETTINGS);
        var pending = late.run(late.begin(Wishes.wish("k1"))).transfer();
        assertThat(late.institution.entry(pending.id())).isEmpty();
        // The cash-out overtakes the answer, and the answer is heard when nothing more can arrive.
        late.institution.beforeReversalIsHeard =
                () -> {
                    late.institution.deliverLateRequests();
                    late.clock.pass(Duration.ofHours(1));
                };

        var settled = late.recover(pending);

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(late.institution.paidMinor(pending.id())).isZero();
        assertThat(late.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    /// A run that has voided the transfer and asked to reverse it while the cash-out is on its way.
    private Drive reversalAnsweredWithNothingThere() {
        var drive = world.engine.advance(world.begin(Wishes.wish("k1")));
        world.clock.pass(World.SETTINGS.cashOutWithin());
        while (!drive.isOver()) {
            drive = world.engine.advance(drive);
        }
        world.store.write();
        return reversalAskedFor(world.takeOver(drive.transfer()));
    }

    private Drive reversalAskedFor(Drive drive) {
        var last = drive;
        while (last.reversal() instanceof ReversalWord.NotAsked) {
            last = world.engine.advance(last);
        }
        return last;
    }

    private static Instant expiry(Transfer transfer) {
        return transfer.validUntil().plus(World.SETTINGS.clockSkew());
    }
}
