package org.banktransfer.sandbox.rules;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What is to be done about a reversal.
public sealed interface ReversalRuling {

    /// There is nothing left to do: say what is on record, change nothing.
    record AsRecorded(Entry entry) implements ReversalRuling {}

    /// Put the amount back on the card and record it.
    record PutBack(Entry.Approved cashOut) implements ReversalRuling {}

    /// Record that it will be put back.
    ///
    /// @param due when; absent: when released
    record PutBackLater(Entry.Approved cashOut, @Nullable Instant due) implements ReversalRuling {}

    /// Refuse to put it back, change nothing.
    record Refuse(String code) implements ReversalRuling {}

    /// Leave a tombstone, so that the cash-out is refused should it still arrive.
    record Block() implements ReversalRuling {}

    /// Say there is a tombstone and leave none. Only a quirk rules this.
    record PretendToBlock() implements ReversalRuling {}
}
