package org.banktransfer.sandbox.rules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One way in which this institution may, for one request, keep less than the contract promises.
/// Which requests, the dial decides.
public sealed interface Quirk {

    /// Keeps the contract.
    Quirk NONE = new None();

    /// Keeps the contract.
    record None() implements Quirk {}

    /// Declines a cash-out it would otherwise decide on its merits. A real, recorded decline.
    record Decline(String code) implements Quirk {}

    /// Leaves no tombstone for a reversal of an id never seen, and lets a cash-out walk through
    /// one.
    record ForgetTombstone() implements Quirk {}

    /// Forgets that it has seen the id: a repeated cash-out is carried out again.
    record ForgetId() implements Quirk {}

    /// Carries out a cash-out that arrives after its `valid_until`.
    record IgnoreExpiry() implements Quirk {}

    /// Accepts a reversal and does it later.
    ///
    /// @param due when; absent: when released
    record ReverseLater(@Nullable Instant due) implements Quirk {}

    /// Refuses to take back a cash-out. Not recorded: it may be taken back when asked again.
    record RefuseReversal(String code) implements Quirk {}

    /// Answers a look-up as if what was recorded at or after `since` had not happened yet.
    record Stale(Instant since) implements Quirk {}
}
