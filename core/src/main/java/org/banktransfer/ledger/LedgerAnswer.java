package org.banktransfer.ledger;

import org.banktransfer.money.Money;

import java.util.Optional;

/// What we know of the ledger's decision on a transfer.
public sealed interface LedgerAnswer {

    /// This coordinator has not asked yet. Never an answer of a ledger.
    record NotAsked() implements LedgerAnswer {}

    /// Not decided.
    record Open() implements LedgerAnswer {}

    /// The customer has the money, for good.
    record Credited(Money amount) implements LedgerAnswer {}

    /// The customer will never get the money under this id, for good.
    ///
    /// @param inTransit what the institution had paid when it was voided, if we knew
    /// @param reversalBooked the institution has acknowledged the reversal, and the books say so
    record Voided(VoidReason reason, Optional<Money> inTransit, boolean reversalBooked)
            implements LedgerAnswer {}

    /// Out of reach, throttled, or a commit whose fate is unknown. Neither yes nor no.
    ///
    /// @param why for people
    record NoAnswer(String why) implements LedgerAnswer {}
}
