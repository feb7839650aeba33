package org.banktransfer.service.console;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long something took, counted in steps of a fifth: four buckets to each power of two of
/// microseconds. Safe under concurrency; counting costs one addition.
final class Latencies {

    private static final int PARTS = 4;
    private static final int BUCKETS = 40 * PARTS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(Duration took) {
        counts.getAndIncrement(bucket(TimeUnit.NANOSECONDS.toMicros(took.toNanos())));
    }

    private static int bucket(long micros) {
        long atLeast = Math.max(PARTS, micros);
        int power = 63 - Long.numberOfLeadingZeros(atLeast);
        int part = (int) (atLeast >> (power - 2)) & (PARTS - 1);
        return Math.min(BUCKETS - 1, power * PARTS + part);
    }

    /// What was counted since the last time, which starts anew.
    Counted take() {
        var taken = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            taken[i] = counts.getAndSet(i, 0);
        }
        return new Counted(taken);
    }

    /// A period's counts. Not to be changed.
    static final class Counted {

        private final long[] counts;

        private Counted(long[] counts) {
            this.counts = counts;
        }

        static Counted sum(Iterable<Counted> parts) {
            var sum = new long[BUCKETS];
            for (var part : parts) {
                for (int i = 0; i < BUCKETS; i++) {
                    sum[i] += part.counts[i];
                }
            }
            return new Counted(sum);
        }

        long count() {
            long all = 0;
            for (long one : counts) {
                all += one;
            }
            return all;
        }

        /// The upper end of the bucket that holds it; zero if nothing was counted.
        ///
        /// @param share 0.99 is what one in a hundred takes longer than
        Duration percentile(double share) {
            long rank = (long) Math.ceil(share * count());
            long seen = 0;
            for (int i = 0; i < BUCKETS; i++) {
                seen += counts[i];
                if (counts[i] > 0 && seen >= rank) {
                    int power = i / PARTS;
                    long upper = (long) (PARTS + i % PARTS + 1) << (power - 2);
                    return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(upper));
                }
            }
            return Duration.ZERO;
        }
    }
}
