package org.banktransfer.bench.load;

/// When the next request is sent.
public sealed interface Pace {

    /// For people.
    @Override
    String toString();

    /// So many customers, each of whom asks again as soon as it is answered. Finds out how much
    /// there is to get. A server that stalls is asked less, so its latencies look better than they
    /// are.
    record Closed(int connections) implements Pace {
        @Override
        public String toString() {
            return "closed loop, " + connections + " connections";
        }
    }

    /// Requests that come when they come, evenly, whether or not the earlier ones are answered. A
    /// request is timed from when it was due, so a stall counts for every request that fell into
    /// it.
    ///
    /// @param connectionsMax beyond so many at once a request waits, and its time runs
    record Open(double perSecond, int connectionsMax) implements Pace {
        @Override
        public String toString() {
            return "open loop, %.0f/s".formatted(perSecond);
        }
    }
}
