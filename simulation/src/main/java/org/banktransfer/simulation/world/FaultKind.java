package org.banktransfer.simulation.world;

import java.util.Locale;

/// What may go wrong in a world, or make things hard in it.
public enum FaultKind {
    /// The institution never gets it.
    INSTITUTION_REQUEST_LOST,
    /// It gets it after the node has given up waiting.
    INSTITUTION_REQUEST_LATE,
    /// It gets it twice, the second time later.
    INSTITUTION_REQUEST_REPEATED,
    /// It does it, and the node never hears.
    INSTITUTION_ANSWER_LOST,
    /// It does it, and the node hears when much else has happened.
    INSTITUTION_ANSWER_LATE,
    /// It does it, and its answer is about another amount.
    INSTITUTION_ANSWER_GARBLED,
    /// It sends the request away unread.
    INSTITUTION_THROTTLES,
    /// Our own connector throws, before or after it has sent.
    CONNECTOR_BREAKS,
    /// A look-up is answered from a copy that has not caught up.
    LOOK_UP_LAGS,
    REVERSAL_TAKES_LONG,
    REVERSAL_REFUSED_FOR_NOW,
    REVERSAL_REFUSED_FOR_GOOD,
    REVERSAL_WINDOW_CLOSED,
    CARD_BLOCKED_AT_INSTITUTION,

    LEDGER_REQUEST_LOST,
    /// It is decided, and the node never hears.
    LEDGER_COMMIT_UNKNOWN,
    /// It is decided after the node has given up waiting.
    LEDGER_COMMIT_LATE,
    LEDGER_REQUEST_REPEATED,
    LEDGER_ANSWER_LATE,
    LEDGER_THROTTLES,
    ACCOUNT_FROZEN,
    CARD_BLOCKED_HERE,

    STORE_REQUEST_LOST,
    STORE_COMMIT_UNKNOWN,
    STORE_COMMIT_LATE,
    STORE_ANSWER_LATE,
    /// The queue of what is to be written is full for too long.
    PROGRESS_DROPPED,

    CRASH_BEFORE_SENDING,
    CRASH_BEFORE_HEARING,
    /// The answer was heard, and dies with the node's memory.
    CRASH_BEFORE_RECORDING,
    CRASH_WHILE_IDLE,
    /// A node stands still, in the middle of what it does, and goes on when its claims are gone.
    NODE_HANGS,
    /// It stands still between its decision to send and its sending.
    NODE_HANGS_BEFORE_SENDING,
    CLOCKS_DIFFER,

    NODE_CUT_OFF_FROM_INSTITUTION,
    NODE_CUT_OFF_FROM_LEDGER,
    NODE_CUT_OFF_FROM_STORE,
    CUSTOMER_CUT_OFF_FROM_NODE,

    PRESSED_AGAIN,
    PRESSED_WITH_ANOTHER_KEY,
    KEY_USED_FOR_ANOTHER_WISH,
    WRONG_PIN;

    /// How it is told to people and machines.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
