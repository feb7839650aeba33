package org.banktransfer.institution;

import java.time.Duration;

/// What an institution can do, as its connector's settings state it. Recovery follows it.
///
/// @param looksUp answers what became of a cash-out by our id
/// @param dedupesFor how long after the first it takes a repeat for a repeat; a cash-out is sent
///   again only if the repeat cannot arrive later than that; zero means never
/// @param tombstones a reversal that arrives first makes it refuse the cash-out for good
/// @param honoursValidUntil refuses a cash-out that arrives after its `valid_until`
/// @param reversesSynchronously answers a reversal with its outcome; otherwise it may say
///   "reversing"
/// @param reversalWindow how long after the cash-out a reversal is still taken
/// @param longestDelay how late a request may still be delivered to it after we decided to send it,
///   a pause of our own process included
/// @param lookUpsPerMinute how many look-ups it allows a minute, from all our nodes together; more
///   than zero
public record CapabilitySheet(
        boolean looksUp,
        Duration dedupesFor,
        boolean tombstones,
        boolean honoursValidUntil,
        boolean reversesSynchronously,
        Duration reversalWindow,
        Duration longestDelay,
        int lookUpsPerMinute) {

    /// An institution that implements the published HTTP contract in full.
    public static final CapabilitySheet FULL =
            new CapabilitySheet(
                    true,
                    Duration.ofDays(3650),
                    true,
                    true,
                    true,
                    Duration.ofDays(3650),
                    Duration.ofHours(1),
                    60_000);

    public CapabilitySheet {
        if (dedupesFor.isNegative() || reversalWindow.isNegative() || longestDelay.isNegative()) {
            throw new IllegalArgumentException("a capability's duration is negative");
        }
        if (lookUpsPerMinute <= 0) {
            throw new IllegalArgumentException("look-ups-per-minute is not more than zero");
        }
    }
}
