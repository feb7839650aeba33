package org.banktransfer.institution;

/// Why an institution declined. Definite: no money moved and none will move under this id.
public enum DeclineCode {
    /// Declined without a reason that we know.
    CARD_DECLINED,
    WRONG_PIN,
    INSUFFICIENT_FUNDS,
    CARD_EXPIRED,
    CARD_BLOCKED
}
