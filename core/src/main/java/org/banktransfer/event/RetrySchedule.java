package org.banktransfer.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long a delivery waits after each attempt that has failed. Source: the example schedule of
/// the Standard Webhooks specification 1.0.0, "Deliverability and reliability": ten attempts in
/// three days.
public final class RetrySchedule {

    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(20),
                    Duration.ofHours(24));

    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /// @param attempts failed so far, one at least
    /// @param chance spreads what failed together: up to a fifth longer
    /// @return empty if that was the last
    public static Optional<Duration> pauseAfter(int attempts, RandomGenerator chance) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        long millis = PAUSES.get(attempts - 1).toMillis();
        return Optional.of(
                Duration.ofMillis(millis + (long) (millis * JITTER * chance.nextDouble())));
    }
}
