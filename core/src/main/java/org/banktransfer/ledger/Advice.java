package org.banktransfer.ledger;

import java.util.Optional;

/// What the ledger says, before anything is sent, of a credit to come.
public sealed interface Advice {

    /// The account is known; whether it may be named by this customer is for the caller to check.
    ///
    /// @param refusal the first rule's refusal, if the credit would be refused now
    record Known(Account account, Optional<VoidReason> refusal) implements Advice {}

    /// There is no such account.
    record NoSuchAccount() implements Advice {}

    /// The ledger is out of reach or throttled.
    ///
    /// @param why for people
    record NoAnswer(String why) implements Advice {}
}
