package org.banktransfer.simulation.contract;

import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAccount;

import java.math.BigInteger;

/// One set of books, and the ways to look at it.
public interface LedgerUnderTest {

    /// A ledger that asks these rules; however many there are, they keep the same books.
    Ledger ledger(CreditRules rules);

    Accounts accounts();

    /// What a ledger account comes to: credits less debits.
    BigInteger net(LedgerAccount account);

    /// Fails unless every balance is the sum of its postings.
    void assertBooksAgree();
}
