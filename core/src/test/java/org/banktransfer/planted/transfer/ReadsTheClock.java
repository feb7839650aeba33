package org.banktransfer.planted.transfer;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.function.Supplier;

/// The ways to learn the time without being told it.
@SuppressWarnings("JavaUtilDate") // the old classes tell the time too
public final class ReadsTheClock {

    public Instant instant() {
        return Instant.now();
    }

    public Supplier<Instant> reference() {
        return Instant::now;
    }

    public LocalDate date(ZoneId zone) {
        return LocalDate.now(zone);
    }

    public ZonedDateTime zoned() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }

    public Clock clock() {
        return Clock.systemUTC();
    }

    public Clock ticking() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    public InstantSource source() {
        return InstantSource.system();
    }

    public long millis() {
        return System.currentTimeMillis();
    }

    public long nanos() {
        return System.nanoTime();
    }

    public Date oldDate() {
        return new Date();
    }

    public Calendar calendar() {
        return Calendar.getInstance();
    }
}
