package org.banktransfer.service.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes when it is told to. For one thread.
final class SetClock implements InstantSource {

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
