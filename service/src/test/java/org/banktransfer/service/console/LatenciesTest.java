package org.banktransfer.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class LatenciesTest {

    @Test
    void a_percentile_is_the_truth_or_up_to_a_quarter_more() {
        var latencies = new Latencies();
        for (int millis = 1; millis <= 1000; millis++) {
            latencies.add(Duration.ofMillis(millis));
        }

        var counted = latencies.take();

        assertThat(counted.count()).isEqualTo(1000);
        assertThat(counted.percentile(0.5))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(625));
        assertThat(counted.percentile(0.99))
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(1238));
        assertThat(latencies.take().count()).isZero();
    }

    @Test
    void what_takes_no_time_or_for_ever_is_counted_too() {
        var latencies = new Latencies();
        latencies.add(Duration.ZERO);
        latencies.add(Duration.ofMillis(-3));
        latencies.add(Duration.ofDays(400));

        var counted = Latencies.Counted.sum(List.of(latencies.take()));

        assertThat(counted.count()).isEqualTo(3);
        assertThat(counted.percentile(0.1)).isLessThan(Duration.ofNanos(10_000));
    }

    @Test
    void of_nothing_there_is_no_percentile() {
        assertThat(new Latencies().take().percentile(0.99)).isZero();
    }
}
