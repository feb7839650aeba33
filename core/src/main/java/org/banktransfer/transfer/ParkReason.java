package org.banktransfer.transfer;

/// Why a transfer waits for a person. Recovery goes on all the same, slowly: a reversal is never
/// dropped.
public enum ParkReason {
    /// The institution refused to reverse.
    REVERSAL_REFUSED,
    /// The reversal is not acknowledged, and the institution will soon stop taking it.
    REVERSAL_WINDOW_CLOSING,
    /// Two of the bank's own people want it to wait.
    BY_OPERATOR,
    /// Our books or our logic contradict what was found.
    BROKEN_INVARIANT
}
