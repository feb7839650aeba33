package org.banktransfer.ledger;

/// Why a transfer was voided. The lower-case name is the `reason.code` that customers see.
public enum VoidReason {
    /// A fraud rule refused: a blocked card, or one card feeding too many accounts.
    REFUSED_FRAUD,
    /// The amount or the number of transfers is over a limit.
    REFUSED_LIMIT,
    /// The account is not open, or holds another currency.
    REFUSED_ACCOUNT,
    /// The institution never saw the cash-out.
    NEVER_ARRIVED,
    /// No outcome within the patience we had.
    TIMED_OUT
}
