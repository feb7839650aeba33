package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.ledger.Accounts;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.simulation.contract.AccountsContract;
import org.banktransfer.simulation.contract.LedgerContract;
import org.banktransfer.simulation.contract.LedgerLimitsContract;
import org.banktransfer.simulation.contract.LedgerRaceContract;
import org.banktransfer.simulation.contract.LedgerUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class PostgresLedgerTest {

    private static final Connections CONNECTIONS = SharedPostgres.connections("db/ledger");
    private static final List<PostgresLedger> OPENED = new CopyOnWriteArrayList<>();

    @AfterAll
    static void close() {
        OPENED.forEach(PostgresLedger::close);
        CONNECTIONS.close();
    }

    @Nested
    class Decisions extends LedgerContract {
        Decisions() {
            super(new RealBooks());
        }
    }

    @Nested
    class Limits extends LedgerLimitsContract {
        Limits() {
            super(new RealBooks());
        }
    }

    @Nested
    class Races extends LedgerRaceContract {
        Races() {
            super(new RealBooks());
        }
    }

    @Nested
    class CustomersAccounts extends AccountsContract {
        CustomersAccounts() {
            super(new RealBooks());
        }
    }

    private static final class RealBooks implements LedgerUnderTest {

        private final Books books = new Books(CONNECTIONS);

        @Override
        public Ledger ledger(CreditRules rules) {
            var ledger = new PostgresLedger(CONNECTIONS, SharedPostgres.PATIENT, rules);
            OPENED.add(ledger);
            return ledger;
        }

        @Override
        public Accounts accounts() {
            return new PostgresAccounts(CONNECTIONS);
        }

        @Override
        public BigInteger net(LedgerAccount account) {
            Optional<String> whose =
                    switch (account) {
                        case CustomerAccount(var id, _) -> Optional.of(id.value());
                        case DueFromInstitution(var name, _) -> Optional.of(name.value());
                        case LedgerAccount.TransfersInTransit _, LedgerAccount.Suspense _ ->
                                Optional.empty();
                    };
            return books.audit().totals().stream()
                    .filter(total -> total.whose().equals(whose))
                    .filter(total -> total.currency().equals(account.currency()))
                    .flatMap(total -> total.kept().stream())
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }

        @Override
        public void assertBooksAgree() {
            assertThat(books.audit().totals()).isNotEmpty().allMatch(Books.Total::agrees);
        }
    }
}
