package org.banktransfer.bench.load;

import org.banktransfer.service.postgres.JdbcUrl;

import java.sql.DriverManager;
import java.sql.SQLException;

/// The accounts of the [Seats], opened straight in the ledger: an operator who opens them one by
/// one takes longer than most measurements.
public final class Accounts {

    private Accounts() {}

    /// Opens so many accounts, as an operator would have; those that are open stay as they are.
    ///
    /// @param ledger the ledger's database, by the service's login
    public static void open(JdbcUrl ledger, int accounts) {
        try (var connection = DriverManager.getConnection(ledger.value());
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into account (account_id, owner, currency, status, created_at, updated_at)
                    select 'acc_bench' || i, 'bench-' || i %% %d, 'USD', 'OPEN', now(), now()
                      from generate_series(0, %d) as i
                        on conflict do nothing
                    """
                            .formatted(Seats.CUSTOMERS, accounts - 1));
            statement.execute(
                    """
                    insert into ledger_account (kind, account_id, currency)
                    select 'customer', account_id, currency
                      from account
                        on conflict do nothing
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
