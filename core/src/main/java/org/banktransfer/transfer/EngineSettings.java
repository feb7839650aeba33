package org.banktransfer.transfer;

import java.time.Duration;

/// The times by which the engine drives a transfer.
///
/// @param node this process's name in the history
/// @param cashOutWithin how long after its acceptance a cash-out is sent, or sent again
/// @param validFor how long after its acceptance the institution may take the cash-out; at least
///   `cashOutWithin`
/// @param patience how long after its acceptance a transfer is driven forward before it is voided;
///   more than `validFor`
/// @param claimFor how long a claim lasts unless it is prolonged; a crashed node's transfers are
///   taken over that long after its last sign of life
/// @param repeat the pauses between repeats of a cash-out on the request path
/// @param retry the pauses between rounds of recovery
/// @param parkedRetry the pause between rounds of a parked transfer, unless its reversal window is
///   closing
/// @param clockSkew how far any two clocks may differ, the institution's and those of our nodes
/// @param closeWithin how long a final state other than completed is waited for to be durable
public record EngineSettings(
        String node,
        Duration cashOutWithin,
        Duration validFor,
        Duration patience,
        Duration claimFor,
        Backoff repeat,
        Backoff retry,
        Duration parkedRetry,
        Duration clockSkew,
        Duration closeWithin) {

    public EngineSettings {
        if (validFor.compareTo(cashOutWithin) < 0) {
            throw new IllegalArgumentException("a cash-out would be sent after it has expired");
        }
        if (patience.compareTo(validFor) <= 0) {
            throw new IllegalArgumentException("patience would end before the cash-out expires");
        }
        if (!claimFor.isPositive()) {
            throw new IllegalArgumentException("a claim lasts for more than nothing");
        }
    }

    /// What suits an institution that answers within seconds.
    public static EngineSettings defaults(String node) {
        return new EngineSettings(
                node,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(15),
                Duration.ofSeconds(3),
                new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1)),
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(20)),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }
}
