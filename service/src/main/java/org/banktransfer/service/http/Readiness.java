package org.banktransfer.service.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// Whether what we cannot do without was in reach when it was last asked. Lets a request be refused
/// before anything of it is looked at. Safe under concurrency.
public final class Readiness {

    /// An older answer says nothing of now: better to try and find out. Longer than it takes until
    /// the next one, which a database that is down holds up: otherwise, in between, requests would
    /// each wait for it again.
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(5);

    private static final Duration IS_NOW_FOR = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final Probe probe;
    private final InstantSource clock;
    private final AtomicReference<Seen> last;

    /// Held by the one who asks for somebody outside.
    private final ReentrantLock asking = new ReentrantLock();

    /// Asks the store, the ledger and whatever else is needed.
    @FunctionalInterface
    public interface Probe {

        /// @return what is out of reach, for people; empty if nothing is. Returns within a few
        ///   seconds, and does not throw
        List<String> outOfReach();
    }

    private record Seen(List<String> outOfReach, Instant at) {}

    public Readiness(Probe probe, InstantSource clock) {
        this.probe = probe;
        this.clock = clock;
        last = new AtomicReference<>(new Seen(List.of(), Instant.EPOCH));
    }

    /// Asks and remembers. To be run about every second.
    ///
    /// @return what is out of reach
    public List<String> runOnce() {
        var seen = new Seen(List.copyOf(probe.outOfReach()), clock.instant());
        var before = last.getAndSet(seen);
        if (!before.outOfReach().equals(seen.outOfReach())) {
            LOG.warn(
                    "{}",
                    seen.outOfReach().isEmpty()
                            ? "all databases are in reach again"
                            : "out of reach: " + String.join(", ", seen.outOfReach()));
        }
        return seen.outOfReach();
    }

    /// @throws Problem `UNAVAILABLE` if something was out of reach a moment ago
    void require() {
        var seen = last.get();
        if (!seen.outOfReach().isEmpty()
                && clock.instant().isBefore(seen.at().plus(BELIEVED_FOR))) {
            throw outOfReach(seen.outOfReach());
        }
    }

    /// Anybody may ask, so the databases are not asked for each: what was seen within the last
    /// second counts, and whoever comes while they are asked waits for the same answer.
    ///
    /// @throws Problem `UNAVAILABLE` if something is out of reach now
    void requireNow() {
        var outOfReach = now();
        if (!outOfReach.isEmpty()) {
            throw outOfReach(outOfReach);
        }
    }

    private List<String> now() {
        asking.lock();
        try {
            var seen = last.get();
            return clock.instant().isBefore(seen.at().plus(IS_NOW_FOR))
                    ? seen.outOfReach()
                    : runOnce();
        } finally {
            asking.unlock();
        }
    }

    private static Problem outOfReach(List<String> what) {
        return Problem.unavailable("Out of reach: " + String.join(", ", what) + ".");
    }
}
