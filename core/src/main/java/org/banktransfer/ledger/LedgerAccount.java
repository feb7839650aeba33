package org.banktransfer.ledger;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.InstitutionName;

import java.util.Currency;

/// One account of the double-entry ledger. Each holds one currency.
public sealed interface LedgerAccount {

    Currency currency();

    /// What we owe a customer. A liability: credits raise it.
    record CustomerAccount(AccountId account, Currency currency) implements LedgerAccount {}

    /// What an institution owes us until it settles. An asset: debits raise it.
    record DueFromInstitution(InstitutionName institution, Currency currency)
            implements LedgerAccount {}

    /// Money approved, voided, and not yet acknowledged as reversed. A liability.
    record TransfersInTransit(Currency currency) implements LedgerAccount {}

    /// Money that waits for a person's decision. A liability.
    record Suspense(Currency currency) implements LedgerAccount {}
}
