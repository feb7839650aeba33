package org.banktransfer.service.http;

import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.Accounts.AccountMovement;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.Locale;

/// An account as callers see it.
///
/// @param balance what we owe its owner, in minor units
record AccountJson(String id, String owner, String currency, String status, long balance) {

    static AccountJson of(Account account, Money balance) {
        return new AccountJson(
                account.id().value(),
                account.owner().value(),
                account.currency().getCurrencyCode(),
                account.status().name().toLowerCase(Locale.ROOT),
                balance.minor());
    }

    /// One of its postings.
    ///
    /// @param amount in minor units; positive for a credit, negative for a debit
    record PostingJson(String transfer, long amount, String currency, Instant at) {

        static PostingJson of(AccountMovement movement) {
            return new PostingJson(
                    movement.transfer().toString(),
                    movement.amount().minor(),
                    movement.amount().currency().getCurrencyCode(),
                    movement.at());
        }
    }
}
