package org.banktransfer.service.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class IntakeTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Intake intake = new Intake(100 * MILLI, 0);
    private long now;

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            intake.enter();
        }
    }

    /// One of them leaves now, having been inside for so long, and another comes in its place.
    private void one(long tookMillis) {
        intake.leave(now - tookMillis * MILLI, now);
        intake.enter();
    }

    private void after(long millis) {
        now += millis * MILLI;
    }

    @Test
    void a_burst_in_which_somebody_is_quick_keeps_nobody_out() {
        enter(1_000);
        one(5);
        for (int i = 0; i < 20; i++) {
            after(100);
            one(i % 5 == 0 ? 50 : 2_000);
        }

        assertThat(intake.bound()).isEqualTo(1_024);
        assertThat(intake.hasRoom()).isTrue();
    }

    /// Half a second in which the quickest takes so long.
    private void half(long quickestMillis) {
        after(500);
        one(quickestMillis);
    }

    @Test
    void a_queue_that_stands_is_cut_to_what_goes_through_in_time() {
        enter(1_000);
        half(400);
        assertThat(intake.bound()).as("once may be chance").isEqualTo(1_024);

        half(400);

        assertThat(intake.bound()).isEqualTo(249);
        assertThat(intake.hasRoom()).isFalse();
    }

    @Test
    void it_is_cut_by_no_more_than_three_quarters_at_once_and_not_to_nothing() {
        enter(1_000);
        half(10_000);
        half(10_000);
        assertThat(intake.bound()).isEqualTo(249);
        for (int i = 0; i < 10; i++) {
            half(10_000);
        }

        assertThat(intake.bound()).isEqualTo(Intake.BOUND_MIN);
    }

    /// A stall with a hundred inside says nothing about a thousand, but about them.
    @Test
    void what_is_cut_is_what_is_inside_not_what_might_be() {
        enter(101);
        half(200);
        half(200);

        assertThat(intake.bound()).isEqualTo(50);
    }

    /// As while a process is new, or its database is far away.
    @Test
    void a_few_who_are_slow_keep_nobody_out() {
        enter(10);
        for (int i = 0; i < 20; i++) {
            half(3_000);
        }

        assertThat(intake.bound()).isEqualTo(1_024);
    }

    @Test
    void it_grows_again_once_somebody_is_quick() {
        enter(1_000);
        half(10_000);
        half(10_000);
        int cut = intake.bound();
        for (int i = 0; i < 20; i++) {
            half(20);
        }

        assertThat(cut).isEqualTo(249);
        assertThat(intake.bound()).isGreaterThanOrEqualTo(1_024).isLessThan(Intake.BOUND_MAX);
    }

    @Test
    void it_grows_beyond_its_first_bound_only_while_that_is_in_the_way() {
        for (int i = 0; i < 20; i++) {
            enter(1);
            after(500);
            intake.leave(now - MILLI, now);
        }
        assertThat(intake.bound()).isEqualTo(1_024);

        enter(5_000);
        for (int i = 0; i < 20; i++) {
            assertThat(intake.hasRoom()).isFalse();
            after(500);
            one(20);
        }
        assertThat(intake.bound()).isEqualTo(Intake.BOUND_MAX);
    }

    @Test
    void who_is_inside_is_counted_until_they_leave() {
        try (var _ = new OnTheWayIn(intake)) {
            try (var _ = new OnTheWayIn(intake)) {
                assertThat(intake.inside()).isEqualTo(2);
            }
            assertThat(intake.inside()).isEqualTo(1);
        }
        assertThat(intake.inside()).isZero();
    }
}
