package org.banktransfer.simulation.world;

import java.time.Instant;
import java.util.Arrays;

/// The world's clock and what is to happen at which time. Nothing happens by itself: whoever waits
/// lets others go on meanwhile, on its own stack, so that what it was about to do or to hear is out
/// of date by then.
final class Timeline {

    /// When every world begins: 2026-03-01T12:00:00Z.
    private static final long BEGINNING_SECOND = 1_772_366_400;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /// How many may wait inside each other. Whoever waits deeper than that only lets time go by.
    private static final int DEPTH_MAX = 6;

    private Happening[] heap = new Happening[64];
    private int size;
    private int owed;
    private long now;
    private long number;
    private long happened;
    private int depth;

    /// @param isOwed the world does not end before it has happened
    private record Happening(long at, long number, boolean isOwed, Runnable what) {

        boolean isBefore(Happening other) {
            return at < other.at || (at == other.at && number < other.number);
        }
    }

    /// Nanoseconds since the beginning.
    long now() {
        return now;
    }

    /// The time on a clock that is so much ahead of the world's.
    Instant instant(long aheadNanos) {
        long nanos = now + aheadNanos;
        return Instant.ofEpochSecond(BEGINNING_SECOND, nanos);
    }

    static long sinceBeginning(Instant at) {
        return (at.getEpochSecond() - BEGINNING_SECOND) * NANOS_PER_SECOND + at.getNano();
    }

    /// How much has happened so far.
    long happened() {
        return happened;
    }

    /// How much there is that the world may not end before.
    int owed() {
        return owed;
    }

    void after(long nanos, Runnable what) {
        add(now + nanos, true, what);
    }

    /// For what goes on for ever and holds up no end.
    void tickAfter(long nanos, Runnable what) {
        add(now + nanos, false, what);
    }

    /// Lets so much time pass, and whatever is due in it happen.
    void pass(long nanos) {
        long until = now + nanos;
        if (depth < DEPTH_MAX) {
            depth++;
            try {
                while (size > 0 && heap[0].at <= until) {
                    runFirst();
                }
            } finally {
                depth--;
            }
        }
        now = Math.max(now, until);
    }

    /// Whether there was anything left to happen.
    boolean runNext() {
        if (size == 0) {
            return false;
        }
        runFirst();
        return true;
    }

    private void runFirst() {
        var first = removeFirst();
        now = Math.max(now, first.at);
        happened++;
        first.what.run();
    }

    private void add(long at, boolean isOwed, Runnable what) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        var added = new Happening(at, number++, isOwed, what);
        owed += isOwed ? 1 : 0;
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!added.isBefore(heap[parent])) {
                break;
            }
            heap[place] = heap[parent];
            place = parent;
        }
        heap[place] = added;
    }

    private Happening removeFirst() {
        var first = heap[0];
        owed -= first.isOwed ? 1 : 0;
        var moved = heap[--size];
        int place = 0;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(moved)) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = moved;
        return first;
    }
}
