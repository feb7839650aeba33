package org.banktransfer.service.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;

/// The connections to one database. Nothing is ever run twice here: whether a commit that was not
/// acknowledged may be tried again is for the caller to know. Safe under concurrency.
final class Connections implements AutoCloseable {

    private final HikariDataSource pool;

    /// Work on one connection.
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Connects when first needed, so a database that is down now can be up later.
    ///
    /// @param name for logs and metrics
    Connections(String name, JdbcUrl url, DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source(url, settings));
        config.setMaximumPoolSize(settings.poolSize());
        config.setConnectionTimeout(settings.poolWait().toMillis());
        config.setValidationTimeout(Math.max(250, settings.poolWait().toMillis() / 2));
        config.setInitializationFailTimeout(-1);
        // Said as statements and not as start-up options, which connection poolers refuse.
        //
        // Whatever we ask goes from a few hundred keys to their rows by an index. Left to itself
        // the planner reads a whole table beside them while it takes it for small. With that ruled
        // out each statement has one plan, whatever the tables hold, and PostgreSQL may keep it
        // (decision 0011).
        config.setConnectionInitSql(
                """
                set statement_timeout = %1$d;
                set lock_timeout = %2$d;
                set idle_in_transaction_session_timeout = %1$d;
                set enable_seqscan = off;
                set enable_hashjoin = off;
                set enable_mergejoin = off;
                set enable_material = off;
                set jit = off
                """
                        .formatted(
                                settings.statementTimeout().toMillis(),
                                settings.lockTimeout().toMillis()));
        pool = new HikariDataSource(config);
    }

    /// Our timeouts, where the URL has none of its own; of several hosts, the one that takes
    /// writes.
    static PGSimpleDataSource source(JdbcUrl url, DatabaseSettings settings) {
        var source = new PGSimpleDataSource();
        source.setUrl(url.value());
        setUnlessInUrl(source, url, PGProperty.TARGET_SERVER_TYPE, "primary");
        setUnlessInUrl(
                source,
                url,
                PGProperty.CONNECT_TIMEOUT,
                Long.toString(settings.connectTimeout().toSeconds()));
        setUnlessInUrl(
                source,
                url,
                PGProperty.SOCKET_TIMEOUT,
                Long.toString(settings.socketTimeout().toSeconds()));
        setUnlessInUrl(source, url, PGProperty.TCP_KEEP_ALIVE, "true");
        // A refusal's detail quotes the row; rows hold customers' keys and fingerprints.
        setUnlessInUrl(source, url, PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
        return source;
    }

    private static void setUnlessInUrl(
            PGSimpleDataSource source, JdbcUrl url, PGProperty property, String value) {
        if (!url.value().matches(".*[?&]" + property.getName() + "=.*")) {
            source.setProperty(property, value);
        }
    }

    /// Runs one statement, or several that need not hold together; each is durable when it returns.
    <T> T eachOnItsOwn(Work<T> work) throws SQLException {
        try (var connection = pool.getConnection()) {
            return evictingIfReadOnly(connection, work);
        }
    }

    /// Runs the work in one database transaction at "read committed", durable when this returns,
    /// undone when it throws; if it throws because the commit was not acknowledged, its fate is
    /// unknown. The work may roll back itself and return.
    <T> T inOne(Work<T> work) throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = evictingIfReadOnly(connection, work);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private <T> T evictingIfReadOnly(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            if (SqlErrors.isReadOnly(e)) {
                pool.evictConnection(connection);
            }
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /// Whether the database answers now.
    boolean reachable() {
        try {
            return eachOnItsOwn(
                    connection -> Sql.of("select 1").on(connection).list(_ -> 1).size() == 1);
        } catch (SQLException e) {
            return false;
        }
    }

    PoolStanding standing() {
        var use = pool.getHikariPoolMXBean();
        return new PoolStanding(
                pool.getPoolName(),
                pool.getMaximumPoolSize(),
                use.getTotalConnections(),
                use.getActiveConnections(),
                use.getThreadsAwaitingConnection());
    }

    @Override
    public void close() {
        pool.close();
    }
}
