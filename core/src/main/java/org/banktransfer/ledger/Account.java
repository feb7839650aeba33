package org.banktransfer.ledger;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;

import java.util.Currency;

/// A customer's account in the ledger.
///
/// @param owner the only customer who may name it
/// @param currency the only currency it holds; never changes
public record Account(AccountId id, CustomerId owner, Currency currency, AccountStatus status) {}
