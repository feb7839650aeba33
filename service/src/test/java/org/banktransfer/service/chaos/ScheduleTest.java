package org.banktransfer.service.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.stream.Collectors;

/// What the saboteur plans.
class ScheduleTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void the_same_seed_plans_the_same_strikes() {
        assertThat(Schedule.of(7, HOUR)).isEqualTo(Schedule.of(7, HOUR));
        assertThat(Schedule.of(7, HOUR).strikes()).isNotEqualTo(Schedule.of(8, HOUR).strikes());
    }

    @Test
    void two_minutes_bring_every_kind_of_strike_and_every_fault_of_the_dial() {
        var strikes = Schedule.of(7, Duration.ofMinutes(2)).strikes();
        assertThat(strikes.stream().map(Strike::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Sabotage.values());
        assertThat(strikes.stream().map(Strike::detail)).containsAll(Schedule.FAULTS);
        for (var wire : Schedule.WIRES) {
            assertThat(strikes.stream().map(Strike::name)).contains("cut_wire " + wire);
        }
    }

    @Test
    void no_two_strikes_at_one_target_overlap_and_all_are_over_by_the_end() {
        var freeAt = new HashMap<String, Duration>();
        for (var strike : Schedule.of(7, HOUR).strikes()) {
            assertThat(strike.at())
                    .isGreaterThanOrEqualTo(freeAt.getOrDefault(strike.target(), Duration.ZERO));
            assertThat(strike.end()).isLessThanOrEqualTo(HOUR);
            freeAt.put(strike.target(), strike.end());
        }
    }
}
