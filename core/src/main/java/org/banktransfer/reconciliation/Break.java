package org.banktransfer.reconciliation;

/// A difference between our books and an institution's, or within our books: open until a person
/// has explained it.
///
/// @param transfer the transfer's id; for what is nobody's we know, the line of the statement
/// @param found for people: what each side says; holds no card data
public record Break(String transfer, Kind kind, String found) {

    /// What kind of difference it is.
    public enum Kind {
        /// The customer has money that the institution never paid.
        CREDITED_NOT_PAID,
        /// The customer has the money and the card has it back.
        CREDITED_AND_REVERSED,
        /// The customer has another amount than the institution paid.
        AMOUNT_DIFFERS,
        /// The institution paid, the transfer is final, and nobody has the money.
        PAID_NOT_CREDITED,
        /// The statement shows more than one payment under one id.
        PAID_TWICE,
        /// The statement takes back what it had not paid before.
        REVERSAL_WITHOUT_ORIGINAL,
        /// The statement names a transfer that we have no record of.
        NOT_OURS,
        /// The state that customers are shown contradicts the ledger.
        STATE_CONTRADICTS_LEDGER
    }
}
