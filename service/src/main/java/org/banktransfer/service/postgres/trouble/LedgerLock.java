package org.banktransfer.service.postgres.trouble;

import org.banktransfer.service.postgres.Database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Holds up every decision of the ledger until it is closed.
public final class LedgerLock implements AutoCloseable {

    private static final String SOON = "&connectTimeout=2&loginTimeout=2&socketTimeout=10";

    private final Connection owner;

    private LedgerLock(Connection owner) {
        this.owner = owner;
    }

    /// @throws IllegalStateException if the ledger does not answer
    public static LedgerLock onDecisions(Database ledger) {
        try {
            var owner = DriverManager.getConnection(ledger.owner().value() + SOON);
            owner.setAutoCommit(false);
            try (var statement = owner.createStatement()) {
                // Others may read, or nobody could ask what has been decided.
                statement.execute("lock table decision in share mode");
            }
            return new LedgerLock(owner);
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger cannot be locked", e);
        }
    }

    public boolean isWaitedFor() {
        var sql =
                "select exists (select from pg_locks where not granted and mode = 'RowExclusiveLock')";
        try (var statement = owner.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (SQLException e) {
            // The server has ended it, and the lock with it.
        }
    }
}
