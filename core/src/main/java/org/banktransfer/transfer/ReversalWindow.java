package org.banktransfer.transfer;

import java.time.Duration;
import java.time.Instant;

/// The time in which an institution still takes the reversal of one transfer. Its last tenth is
/// when it is closing.
///
/// @param opensAt when the transfer was accepted; its cash-out can only have come later
/// @param length not negative
record ReversalWindow(Instant opensAt, Duration length) {

    private static final int PARTS = 10;

    private static final Duration ANY = Duration.ofSeconds(Long.MAX_VALUE);

    boolean isClosing(Instant now) {
        return now.isAfter(closesFrom());
    }

    /// When its last tenth begins.
    Instant closesFrom() {
        return opensAt.plus(length.minus(length.dividedBy(PARTS)));
    }

    /// How long nothing need be tried, so that no pause sleeps through the end: a tenth of what is
    /// left. Any pause will do once it is over.
    ///
    /// @param shortest what no pause need be shorter than
    Duration longestPause(Instant from, Duration shortest) {
        var left = Duration.between(from, opensAt.plus(length));
        if (!left.isPositive()) {
            return ANY;
        }
        var part = left.dividedBy(PARTS);
        return part.compareTo(shortest) < 0 ? shortest : part;
    }
}
