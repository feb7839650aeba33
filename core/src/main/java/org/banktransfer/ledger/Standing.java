package org.banktransfer.ledger;

import org.banktransfer.money.Money;

/// What the rules may know when they judge a credit.
///
/// @param creditedInPeriod what the account was credited in the 24 hours before
/// @param creditsInPeriod how many credits that were; not negative
/// @param otherAccountsOfCard how many other accounts the card was credited to within the velocity
///   period; not negative
/// @param cardBlocked the bank has blocked the card
public record Standing(
        Account account,
        Money creditedInPeriod,
        int creditsInPeriod,
        int otherAccountsOfCard,
        boolean cardBlocked) {}
