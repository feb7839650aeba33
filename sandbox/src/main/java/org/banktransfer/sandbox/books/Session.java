package org.banktransfer.sandbox.books;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// One connection to the database file and the statements prepared on it. For one thread at a time.
final class Session implements AutoCloseable {

    private static final int BUSY_MILLIS = 5_000;
    private static final int CACHE_KIB = 64 * 1024;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private Session(Connection connection) {
        this.connection = connection;
    }

    /// The session that writes. A commit on it is on disk when it returns: `synchronous=full`
    /// flushes the write-ahead log at every commit, which is what makes an answer survive SIGKILL
    /// and power loss.
    static Session writing(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-CACHE_KIB);
        var connection = config.createConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        return new Session(connection);
    }

    /// A session that only reads; it sees what is committed and holds nobody up.
    static Session reading(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return new Session(config.createConnection("jdbc:sqlite:" + file));
    }

    /// The statement for this text, prepared once. Whoever asks sets every parameter again and
    /// closes the result set, never the statement.
    PreparedStatement prepare(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known != null) {
            return known;
        }
        var made = connection.prepareStatement(sql);
        prepared.put(sql, made);
        return made;
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        for (var statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }
}
