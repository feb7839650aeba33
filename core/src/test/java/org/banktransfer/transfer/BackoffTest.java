package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class BackoffTest {

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(20));

    @Test
    void the_longest_pause_doubles_with_every_round_up_to_the_cap() {
        assertThat(longest(BACKOFF, 0)).isBetween(Duration.ofMillis(90), Duration.ofMillis(100));
        assertThat(longest(BACKOFF, 3)).isBetween(Duration.ofMillis(720), Duration.ofMillis(800));
        assertThat(longest(BACKOFF, 8)).isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
    }

    @Test
    void an_outage_of_any_length_ends_in_pauses_of_the_cap_at_most() {
        for (int attempts : new int[] {30, 31, 32, 63, 64, 1_000_000, Integer.MAX_VALUE}) {
            assertThat(longest(BACKOFF, attempts))
                    .isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
        }
    }

    @Test
    void a_very_long_base_is_capped_too() {
        var slow = new Backoff(Duration.ofDays(365), Duration.ofDays(730));
        assertThat(longest(slow, 40)).isBetween(Duration.ofDays(600), Duration.ofDays(730));
    }

    @Test
    void chance_spreads_the_pauses_from_nothing_on() {
        var chance = new SplittableRandom(7);
        var pauses =
                IntStream.range(0, 1_000).mapToObj(_ -> BACKOFF.afterAttempts(8, chance)).toList();
        assertThat(pauses).anyMatch(pause -> pause.compareTo(Duration.ofSeconds(2)) < 0);
        assertThat(pauses).noneMatch(Duration::isNegative);
    }

    @Test
    void the_bounds_make_sense_or_there_is_no_backoff() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Duration longest(Backoff backoff, int attempts) {
        var chance = new SplittableRandom(7);
        return IntStream.range(0, 1_000)
                .mapToObj(_ -> backoff.afterAttempts(attempts, chance))
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
