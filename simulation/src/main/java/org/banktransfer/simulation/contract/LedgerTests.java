package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.ledger.VoidReason.TIMED_OUT;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAccount.TransfersInTransit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.money.Money;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/// What tests of ledgers share. Each test has an institution, a card and an owner of its own.
abstract class LedgerTests {

    static final Currency USD = Currency.getInstance("USD");

    final InstitutionName institution = Samples.institution();
    final CardFingerprint card = Samples.card();
    final CustomerId owner = Samples.customer();

    private final LedgerUnderTest underTest;

    /// @param underTest the same for all that one test asks of it
    LedgerTests(LedgerUnderTest underTest) {
        this.underTest = underTest;
    }

    final Ledger ledger(CreditRules rules) {
        return underTest.ledger(rules);
    }

    final Accounts accounts() {
        return underTest.accounts();
    }

    final BigInteger net(LedgerAccount account) {
        return underTest.net(account);
    }

    final void assertBooksAgree() {
        underTest.assertBooksAgree();
    }

    final Ledger ledger() {
        return ledger(new CreditRules(Limits.NONE));
    }

    final AccountId opened() {
        return opened(AccountStatus.OPEN);
    }

    final AccountId opened(AccountStatus status) {
        var account = Samples.account();
        put(account, status);
        return account;
    }

    final void put(AccountId account, AccountStatus status) {
        assertThat(
                        accounts()
                                .put(
                                        new Account(account, owner, USD, status),
                                        Samples.operator(),
                                        NOON))
                .isPresent();
    }

    final CreditOrder order(AccountId account, Money amount) {
        return order(account, amount, NOON);
    }

    final CreditOrder order(AccountId account, Money amount, Instant at) {
        return new CreditOrder(Samples.id(), account, institution, card, amount, at);
    }

    final VoidOrder voidOrder(TransferId id, Optional<Money> paid) {
        return new VoidOrder(id, institution, TIMED_OUT, paid, NOON);
    }

    final long due() {
        return due("USD");
    }

    final long due(String currency) {
        return net(new DueFromInstitution(institution, Currency.getInstance(currency)))
                .longValueExact();
    }

    /// Shared with every other test, so only its changes tell anything.
    final long inTransit() {
        return net(new TransfersInTransit(USD)).longValueExact();
    }
}
