package org.banktransfer.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves when it is told to.
final class FakeClock implements InstantSource {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /// Never backwards.
    void passUntil(Instant time) {
        now = time.isAfter(now) ? time : now;
    }
}
