package org.banktransfer.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.simulation.contract.AccountsContract;
import org.banktransfer.simulation.contract.LedgerContract;
import org.banktransfer.simulation.contract.LedgerLimitsContract;
import org.banktransfer.simulation.contract.LedgerRaceContract;
import org.banktransfer.simulation.contract.LedgerUnderTest;
import org.junit.jupiter.api.Nested;

import java.math.BigInteger;

class InMemoryLedgerTest {

    @Nested
    class Decisions extends LedgerContract {
        Decisions() {
            super(new Books());
        }
    }

    @Nested
    class Limits extends LedgerLimitsContract {
        Limits() {
            super(new Books());
        }
    }

    @Nested
    class Races extends LedgerRaceContract {
        Races() {
            super(new Books());
        }
    }

    @Nested
    class CustomersAccounts extends AccountsContract {
        CustomersAccounts() {
            super(new Books());
        }
    }

    private static final class Books implements LedgerUnderTest {

        private final InMemoryBooks books = new InMemoryBooks();

        @Override
        public Ledger ledger(CreditRules rules) {
            return new InMemoryLedger(books, rules);
        }

        @Override
        public Accounts accounts() {
            return new InMemoryAccounts(books);
        }

        @Override
        public BigInteger net(LedgerAccount account) {
            return books.net(account);
        }

        @Override
        public void assertBooksAgree() {
            assertThat(books.postedTo())
                    .allMatch(account -> books.net(account).equals(books.recomputed(account)));
        }
    }
}
