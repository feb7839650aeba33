package org.banktransfer.service.http;

import java.time.Duration;

/// How many may watch a transfer, and for how long.
///
/// @param max how many streams this process has open at once; each looks at its transfer once a
///   second while another node drives it; more than zero
/// @param perCustomerMax one customer's share of them; more than zero
/// @param beatEvery how long a stream says nothing; then a comment tells that it lives, and we hear
///   whether its reader does
/// @param lifetime when a stream ends, also without an outcome
public record ProgressSettings(int max, int perCustomerMax, Duration beatEvery, Duration lifetime) {

    public ProgressSettings {
        if (max <= 0 || perCustomerMax <= 0) {
            throw new IllegalArgumentException("streams for nobody");
        }
        if (!beatEvery.isPositive() || lifetime.compareTo(beatEvery) < 0) {
            throw new IllegalArgumentException(lifetime + " of life, a beat every " + beatEvery);
        }
    }

    /// Enough for a phone with some tabs. The beat is shorter than the patience of any proxy.
    public static ProgressSettings defaults() {
        return new ProgressSettings(1_000, 8, Duration.ofSeconds(10), Duration.ofMinutes(1));
    }
}
