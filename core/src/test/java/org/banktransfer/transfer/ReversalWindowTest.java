package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ReversalWindowTest {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final ReversalWindow window = new ReversalWindow(FakeClock.START, Duration.ofHours(10));

    @Test
    void it_is_closing_in_its_last_tenth_and_ever_after() {
        assertThat(window.isClosing(FakeClock.START.plus(Duration.ofHours(9)))).isFalse();
        assertThat(window.isClosing(FakeClock.START.plus(Duration.ofHours(9)).plusMillis(1)))
                .isTrue();
        assertThat(window.isClosing(FakeClock.START.plus(Duration.ofHours(99)))).isTrue();
    }

    @Test
    void a_pause_is_a_tenth_of_what_is_left_but_no_shorter_than_need_be() {
        assertThat(pauseAfter(Duration.ZERO)).isEqualTo(Duration.ofHours(1));
        assertThat(pauseAfter(Duration.ofHours(9))).isEqualTo(Duration.ofMinutes(6));
        assertThat(pauseAfter(Duration.ofHours(10).minusMillis(500))).isEqualTo(SHORTEST);
    }

    @Test
    void once_it_is_over_any_pause_will_do() {
        assertThat(pauseAfter(Duration.ofHours(10))).isGreaterThan(Duration.ofDays(36_500));
    }

    private Duration pauseAfter(Duration passed) {
        return window.longestPause(FakeClock.START.plus(passed), SHORTEST);
    }
}
