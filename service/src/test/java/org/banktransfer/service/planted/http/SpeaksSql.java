package org.banktransfer.service.planted.http;

import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/// The ways to the database.
public final class SpeaksSql {

    public void connection(Connection connection) throws SQLException {
        connection.commit();
    }

    public int source(DataSource source) throws SQLException {
        return source.getLoginTimeout();
    }

    public int driver(PGConnection connection) {
        return connection.getBackendPID();
    }

    public void pool(HikariDataSource pool) {
        pool.close();
    }

    public void migration(Flyway flyway) {
        flyway.validate();
    }
}
