package org.banktransfer.service.fake;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a deadline.
public final class Await {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private Await() {}

    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within " + WITHIN);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
