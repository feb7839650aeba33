package org.banktransfer.service.desk;

import java.util.concurrent.TimeUnit;

/// How many requests may be on their way in at once, from when they are read until their intent is
/// durable: as many as this process and its databases keep up with, found out as it goes.
///
/// What counts is the *quickest* of half a second. In a burst somebody is quick; if nobody was,
/// twice in a row, a queue stands, and everybody waits for it. Then the bound shrinks to what would
/// have gone through in time (Little's law), and further requests are refused at once, before
/// anything is done for them. It grows again while it is in the way and somebody is quick.
/// Institutions have no part in this: nobody waits for one on the way in.
///
/// Safe under concurrency: every call holds the monitor, for a few instructions.
final class Intake {

    /// A group of them shares a database transaction; with fewer, less would share it.
    static final int BOUND_MIN = 32;

    static final int BOUND_MAX = 4_096;
    private static final int BOUND_FIRST = 1_024;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double SHRINKS_TO_AT_LEAST = 0.25;
    private static final double GROWS_BY = 1.25;

    private final long targetNanos;
    private int bound = BOUND_FIRST;
    private int inside;
    private boolean wasFull;
    private boolean wasSlow;
    private long quickestNanos = Long.MAX_VALUE;
    private long intervalBegan;

    /// @param targetNanos how long the way in may take while nothing is amiss
    Intake(long targetNanos, long nowNanos) {
        this.targetNanos = targetNanos;
        intervalBegan = nowNanos;
    }

    synchronized boolean hasRoom() {
        if (inside < bound) {
            return true;
        }
        wasFull = true;
        return false;
    }

    synchronized void enter() {
        inside++;
    }

    synchronized void leave(long enteredNanos, long nowNanos) {
        inside--;
        quickestNanos = Math.min(quickestNanos, nowNanos - enteredNanos);
        if (nowNanos - intervalBegan >= INTERVAL_NANOS) {
            adapt();
            intervalBegan = nowNanos;
            quickestNanos = Long.MAX_VALUE;
            wasFull = false;
        }
    }

    private void adapt() {
        // With fewer inside than there always may be, it is not their number that makes it slow.
        boolean isSlow = quickestNanos > targetNanos && inside >= BOUND_MIN;
        if (isSlow && wasSlow) {
            double share = Math.max(SHRINKS_TO_AT_LEAST, (double) targetNanos / quickestNanos);
            // What is inside now makes it slow, however far the bound is from it.
            bound = Math.max(BOUND_MIN, (int) (Math.min(bound, inside) * share));
        } else if (!isSlow && (wasFull || bound < BOUND_FIRST)) {
            bound = Math.min(BOUND_MAX, (int) (bound * GROWS_BY) + 1);
        }
        wasSlow = isSlow;
    }

    synchronized int bound() {
        return bound;
    }

    synchronized int inside() {
        return inside;
    }
}
