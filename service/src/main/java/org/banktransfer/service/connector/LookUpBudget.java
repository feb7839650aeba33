package org.banktransfer.service.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How many look-ups an institution allows: at no time more than so many within a minute, and a
/// tenth of them at once, so that a recovering crowd cannot spend the minute in its first second.
///
/// It is the "virtual scheduling" form of the generic cell rate algorithm (ITU-T I.371), which
/// keeps one instant and no queue. Safe under concurrency.
final class LookUpBudget {

    private final InstantSource clock;
    private final Duration interval;
    private final Duration ahead;

    /// When the look-ups taken so far would have been over, had they come evenly. Guarded by this.
    private Instant evenly = Instant.MIN;

    /// @param perMinute more than zero
    LookUpBudget(int perMinute, InstantSource clock) {
        this.clock = clock;
        int atOnce = Math.max(1, perMinute / 10);
        // At once and evenly together make up the minute's number.
        interval = Duration.ofMinutes(1).dividedBy(perMinute - atOnce + 1);
        ahead = interval.multipliedBy(atOnce - 1L);
    }

    /// How many could be taken at once now.
    synchronized int left() {
        var now = clock.instant();
        var room = Duration.between(evenly.isAfter(now) ? evenly : now, now.plus(ahead));
        return room.isNegative() ? 0 : 1 + (int) room.dividedBy(interval);
    }

    /// Takes one look-up from the budget if there is one left; never waits.
    synchronized boolean take() {
        var now = clock.instant();
        if (evenly.isAfter(now.plus(ahead))) {
            return false;
        }
        evenly = (evenly.isAfter(now) ? evenly : now).plus(interval);
        return true;
    }
}
