package org.banktransfer.sandbox.faults;

import static org.banktransfer.sandbox.faults.Operation.CASH_OUT;
import static org.banktransfer.sandbox.faults.Operation.LOOK_UP;
import static org.banktransfer.sandbox.faults.Operation.REVERSAL;

import java.util.Locale;

/// Everything that can be made to go wrong with one request. "Does it" means that the institution
/// carries the request out and records it, as it would have without the fault.
///
/// Where a rule names a delay, it passes before the fault shows, unless said otherwise here.
public enum Fault {
    /// Waits, then does it and answers.
    DELAY,
    /// Does it, waits, then answers.
    DELAY_ANSWER,
    /// Does not do it; the caller gets no answer.
    DROP_REQUEST,
    /// Does it; the caller gets no answer.
    DROP_ANSWER,
    /// Does not do it, and resets the connection.
    RESET,
    /// As if the machine were gone: does nothing and resets every connection that asks for
    /// anything.
    DOWN,
    /// Does not do it; answers 500, or the status and body the rule names.
    ERROR_BEFORE,
    /// Does it; answers 500, or the status and body the rule names.
    ERROR_AFTER,
    /// Does not do it; answers 404 without the body by which the contract says "never seen".
    BARE_404,
    /// Does it; answers 200 with a body that is not JSON.
    GARBAGE,
    /// Does it; the answer breaks off half way.
    TRUNCATE,
    /// Does it; the answer comes byte by byte, spread over the delay.
    DRIP,
    /// Does it; answers with a body of 64 MiB.
    FLOOD,
    /// Does it; the answer says something else: the fields the rule names replace the true ones.
    LIE,
    /// Keeps the request back; the caller gets no answer. It is done after the delay, or on
    /// release.
    HOLD,
    /// Does it and answers; a copy arrives again after the delay, or on release.
    DELIVER_TWICE,
    /// Declines, and records that, whatever the card would allow.
    DECLINE,
    /// Forgets the id: a repeated cash-out is carried out again, and pays again.
    FORGET_ID,
    /// A reversal leaves no tombstone, though it says so; a cash-out walks through one.
    FORGET_TOMBSTONE,
    /// Carries out a cash-out that arrives after its `valid_until`.
    IGNORE_EXPIRY,
    /// Answers a reversal with 202; it is done after the delay, or on release.
    REVERSE_LATER,
    /// Refuses to take a cash-out back, with the code the rule names.
    REFUSE_REVERSAL,
    /// Answers "never seen" about what is on record for less than the delay, or at all.
    STALE;

    /// Whether it can befall this operation; a rule for any operation passes over the others.
    public boolean befalls(Operation operation) {
        return switch (this) {
            case DECLINE, FORGET_ID, IGNORE_EXPIRY -> operation == CASH_OUT;
            case FORGET_TOMBSTONE -> operation == CASH_OUT || operation == REVERSAL;
            case REVERSE_LATER, REFUSE_REVERSAL -> operation == REVERSAL;
            case STALE -> operation == LOOK_UP;
            case DELAY, DELAY_ANSWER, DROP_REQUEST, DROP_ANSWER, RESET, DOWN, ERROR_BEFORE -> true;
            case ERROR_AFTER, BARE_404, GARBAGE, TRUNCATE, DRIP, FLOOD, LIE, HOLD -> true;
            case DELIVER_TWICE -> true;
        };
    }

    /// The name in the admin API.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
