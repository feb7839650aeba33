package org.banktransfer.transfer;

import org.banktransfer.identity.TransferId;

import java.time.Instant;
import java.util.Optional;

/// What becomes of a customer's request, in the order in which it is found out.
public sealed interface RedeemAnswer {

    /// The store or the ledger is out of reach. Nothing was sent to any institution.
    ///
    /// @param why for people
    record Unavailable(String why) implements RedeemAnswer {}

    /// The key was used before for the same wish: the transfer as it is now.
    record Replayed(Transfer transfer) implements RedeemAnswer {}

    /// The key was used before for another wish.
    record KeyReused() implements RedeemAnswer {}

    /// There is no such account, it is not this customer's, or it is not open.
    record AccountUnusable() implements RedeemAnswer {}

    /// The account holds another currency.
    record CurrencyMismatch() implements RedeemAnswer {}

    record InstitutionUnknown() implements RedeemAnswer {}

    /// The customer has sent too many wrong PINs, of whichever cards. No institution was asked.
    ///
    /// @param until when their next try is allowed
    record CustomerSlowed(Instant until) implements RedeemAnswer {}

    /// Too many wrong PINs. The institution was not asked.
    ///
    /// @param until when the next try is allowed
    record CardLocked(Instant until) implements RedeemAnswer {}

    /// Another transfer of this card is not settled yet.
    ///
    /// @param transfer that one, if it is this customer's
    record InProgress(Optional<TransferId> transfer) implements RedeemAnswer {}

    /// The intent is durable. Whoever gets this drives it on, whatever becomes of the customer.
    record Begun(Drive drive) implements RedeemAnswer {}
}
