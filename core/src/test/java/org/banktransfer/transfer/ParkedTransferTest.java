package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Fault.REFUSED;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.ReversalWord;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// A parked transfer waits for a person, and goes on being worked at.
class ParkedTransferTest {

    private static final CapabilitySheet REVERSES_FOR_AN_HOUR =
            new CapabilitySheet(
                    true,
                    Duration.ofDays(1),
                    true,
                    true,
                    true,
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    1_000);

    private final ScriptedFate fate = new ScriptedFate().then("credit", REFUSED);

    @Test
    void a_reversal_whose_window_is_closing_calls_a_person_and_is_tried_as_often_as_before() {
        fate.always("reverse", REQUEST_LOST);
        var world = new World(fate, REVERSES_FOR_AN_HOUR, World.SETTINGS);
        var transfer = world.run(world.begin(Wishes.wish("k1"))).transfer();
        world.clock.pass(Duration.ofMinutes(55));

        for (int round = 0; round < 3; round++) {
            world.run(world.takeOver(transfer));
            assertThat(world.store.stored(transfer.id()).parked())
                    .contains(ParkReason.REVERSAL_WINDOW_CLOSING);
            assertThat(pause(world, transfer)).isLessThanOrEqualTo(World.SETTINGS.retry().cap());
        }
    }

    /// A pause that is right on most days must not be longer than what is left.
    @Test
    void no_pause_sleeps_through_the_end_of_the_reversal_window() {
        fate.always("reverse", REQUEST_LOST);
        var world = new World(fate, REVERSES_FOR_AN_HOUR, pausingUpTo(Duration.ofHours(3)));
        var transfer = world.run(world.begin(Wishes.wish("k1"))).transfer();
        var windowEnds = transfer.createdAt().plus(REVERSES_FOR_AN_HOUR.reversalWindow());
        var lastTry = world.clock.instant();
        while (world.store.dueAt(transfer.id()).isBefore(windowEnds)) {
            world.run(world.takeOver(transfer));
            lastTry = world.clock.instant();
        }

        assertThat(Duration.between(lastTry, windowEnds)).isLessThan(Duration.ofSeconds(1));
        assertThat(world.store.stored(transfer.id()).parked())
                .contains(ParkReason.REVERSAL_WINDOW_CLOSING);
    }

    @Test
    void what_waits_for_a_person_is_tried_again_before_the_reversal_window_closes() {
        var world = new World(fate, REVERSES_FOR_AN_HOUR, World.SETTINGS);
        world.institution.answersReversal = Optional.of(new ReversalWord.Refused("not_today"));
        var transfer = world.run(world.begin(Wishes.wish("k1"))).transfer();
        assertThat(world.store.stored(transfer.id()).parked())
                .contains(ParkReason.REVERSAL_REFUSED);

        world.clock.pass(Duration.ofMinutes(30));
        world.institution.answersReversal = Optional.empty();
        world.run(world.takeOver(transfer));

        assertThat(world.store.stored(transfer.id()).isFinal()).isTrue();
        assertThat(world.clock.instant()).isBefore(transfer.createdAt().plus(Duration.ofHours(1)));
    }

    @Test
    void nobody_can_put_a_transfer_off_until_its_reversal_is_not_taken() {
        var world = new World(fate, REVERSES_FOR_AN_HOUR, World.SETTINGS);
        var transfer = world.begin(Wishes.wish("k1")).transfer();
        world.clock.pass(Duration.ofMinutes(50));

        var leeway = world.engine.leeway(transfer);

        assertThat(leeway.pauseMax()).isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(leeway.patienceMax())
                .isEqualTo(transfer.createdAt().plus(Duration.ofMinutes(54)));
    }

    @Test
    void a_refused_reversal_calls_a_person_and_is_tried_again_slowly() {
        var world = new World(fate);
        world.institution.answersReversal = Optional.of(new ReversalWord.Refused("not_today"));
        var transfer = world.run(world.begin(Wishes.wish("k1"))).transfer();

        assertThat(world.store.stored(transfer.id()).parked())
                .contains(ParkReason.REVERSAL_REFUSED);
        assertThat(pause(world, transfer)).isEqualTo(World.SETTINGS.parkedRetry());

        fate.then("reverse", REQUEST_LOST);
        world.run(world.takeOver(transfer));
        assertThat(pause(world, transfer)).isEqualTo(World.SETTINGS.parkedRetry());

        world.institution.answersReversal = Optional.empty();
        assertThat(world.recover(transfer).state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    private static EngineSettings pausingUpTo(Duration longest) {
        var usual = World.SETTINGS;
        return new EngineSettings(
                usual.node(),
                usual.cashOutWithin(),
                usual.validFor(),
                usual.patience(),
                usual.claimFor(),
                usual.repeat(),
                new Backoff(usual.retry().base(), longest),
                usual.parkedRetry(),
                usual.clockSkew(),
                usual.closeWithin());
    }

    private static Duration pause(World world, Transfer transfer) {
        return Duration.between(world.clock.instant(), world.store.dueAt(transfer.id()));
    }
}
