package org.banktransfer.service.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

class LookUpBudgetTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SetClock clock = new SetClock();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 60, 600, 7000})
    void no_minute_ever_sees_more_look_ups_than_are_allowed(int perMinute) {
        var budget = new LookUpBudget(perMinute, clock);
        var lastMinute = new ArrayDeque<Instant>();
        int taken = 0;
        // An hour of asking as often as a nervous recovery might, in odd steps.
        for (long millis = 0; millis < 3_600_000; millis += 37) {
            clock.pass(Duration.ofMillis(37));
            while (!lastMinute.isEmpty()
                    && !lastMinute.getFirst().isAfter(clock.instant().minus(MINUTE))) {
                lastMinute.removeFirst();
            }
            while (budget.take()) {
                lastMinute.addLast(clock.instant());
                taken++;
            }
            assertThat(lastMinute).hasSizeLessThanOrEqualTo(perMinute);
        }
        // And little of the allowance is wasted.
        assertThat(taken).isGreaterThan(60 * perMinute * 8 / 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 600})
    void what_is_left_is_how_many_are_given_at_once(int perMinute) {
        var budget = new LookUpBudget(perMinute, clock);
        for (int left = Math.max(1, perMinute / 10); left > 0; left--) {
            assertThat(budget.left()).isEqualTo(left);
            assertThat(budget.take()).isTrue();
        }

        assertThat(budget.left()).isZero();
        assertThat(budget.take()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 600})
    void a_tenth_may_come_at_once_and_the_rest_has_to_wait(int perMinute) {
        var budget = new LookUpBudget(perMinute, clock);
        for (int i = 0; i < perMinute / 10; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();

        clock.pass(MINUTE);

        assertThat(budget.take()).isTrue();
    }
}
