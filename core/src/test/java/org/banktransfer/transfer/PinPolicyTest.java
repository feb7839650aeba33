package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

class PinPolicyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(15);

    /// Seconds before noon at which a wrong PIN was heard, newest first; and how long to wait from
    /// noon on.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing heard               | 6 | ''              | 0
                    fewer than slow anybody     | 6 | 0 0 0           | 0
                    more than half, just now    | 6 | 0 0 0 0         | 1
                    the pause is over           | 6 | 1 1 1 1         | 0
                    one more, twice the pause   | 6 | 0 1 1 1 1       | 2
                    some of it is over          | 6 | 1 1 1 1 1       | 1
                    all of them                 | 6 | 0 0 0 0 0 0     | 900
                    until the first is out      | 6 | 0 0 0 0 0 300   | 600
                    more than all of them       | 6 | 0 0 0 0 100 300 600 | 600
                    out of the window           | 6 | 0 0 0 900 900 900 900 | 0
                    at its edge                 | 6 | 0 0 0 899       | 1
                    one is enough               | 1 | 100             | 800
                    two, and the first slows no one | 2 | 0           | 0
                    """)
    void wrong_pins_slow_and_then_refuse(String what, int max, String heard, long waits) {
        var times =
                Arrays.stream(heard.split(" ", -1))
                        .filter(one -> !one.isEmpty())
                        .map(seconds -> NOON.minusSeconds(Long.parseLong(seconds)))
                        .toList();

        var until = new PinPolicy(5, WINDOW, max).waitsUntil(times, NOON);

        assertThat(until)
                .as(what)
                .isEqualTo(waits == 0 ? Optional.empty() : Optional.of(NOON.plusSeconds(waits)));
    }

    @Test
    void a_policy_that_does_not_mind_slows_nobody() {
        var many = Collections.nCopies(10_000, NOON);

        assertThat(new PinPolicy(5, WINDOW).waitsUntil(many, NOON)).isEmpty();
    }

    /// Then those that made it so long no longer count.
    @Test
    void a_pause_is_never_longer_than_the_window() {
        var many = Collections.nCopies(90, NOON);

        assertThat(new PinPolicy(5, WINDOW, 100).waitsUntil(many, NOON))
                .contains(NOON.plus(WINDOW));
    }

    @Test
    void numbers_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PinPolicy(0, WINDOW));
        assertThatIllegalArgumentException().isThrownBy(() -> new PinPolicy(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new PinPolicy(1, WINDOW, 0));
    }
}
