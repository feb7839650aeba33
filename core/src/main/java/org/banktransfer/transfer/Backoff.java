package org.banktransfer.transfer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next round: chance between nothing and a bound that doubles with
/// every round up to a cap ("full jitter"; Amazon Builders' Library, "Timeouts, retries, and
/// backoff with jitter"). There is no last round.
///
/// @param base the first bound; more than zero
/// @param cap the last bound; not less than `base`
public record Backoff(Duration base, Duration cap) {

    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (!base.isPositive() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("backoff from " + base + " to " + cap);
        }
    }

    /// @param attempts rounds already made; not negative
    public Duration afterAttempts(int attempts, RandomGenerator chance) {
        int doublings = Math.min(attempts, DOUBLINGS_MAX);
        long first = base.toMillis();
        long last = cap.toMillis();
        // Compared before it is doubled: doubled first, a long base would overflow to no pause.
        long bound = first > last >> doublings ? last : first << doublings;
        return Duration.ofMillis(chance.nextLong(Math.max(bound, 1) + 1));
    }
}
