package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// The customer's way in.
class RedemptionTest {

    private final World world = new World(Fate.KIND);

    @Test
    void a_transfer_that_had_to_wait_for_its_card_has_its_whole_time_before_it() {
        var first = world.begin(Wishes.wish("k1"));
        world.engine.advance(world.engine.advance(first));
        world.store.loseUnwritten();
        world.store.beforeFlush = () -> world.clock.pass(Duration.ofSeconds(9));

        var second = world.begin(Wishes.wish("k2")).transfer();

        assertThat(world.store.stored(first.transfer().id()).isFinal()).isTrue();
        assertThat(second.createdAt()).isEqualTo(world.clock.instant());
        assertThat(second.validUntil())
                .isEqualTo(second.createdAt().plus(World.SETTINGS.validFor()));
    }
}
