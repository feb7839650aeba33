package org.banktransfer.sandbox.rules;

import org.jspecify.annotations.Nullable;

/// What is to be done about a cash-out.
public sealed interface CashOutRuling {

    /// The id is known: say again what is on record, change nothing.
    record AsRecorded(Entry entry) implements CashOutRuling {}

    /// The id is known for another request: refuse this one, change nothing.
    record OtherContent() implements CashOutRuling {}

    /// Take the amount from the card, in whole minor units, and record it.
    record Pay(long amountMinor) implements CashOutRuling {}

    /// Record that it is refused for good.
    record Decline(String code, @Nullable String detail) implements CashOutRuling {}
}
