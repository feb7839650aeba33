package org.banktransfer.service.postgres;

import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.Map;

/// Brings a database's schema up to date. Safe when several nodes do so at once: one migrates, the
/// others wait.
final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /// @param location a directory of the class path
    static void run(Database database, String location, DatabaseSettings settings)
            throws SQLException {
        var owner = user(database.owner(), settings);
        var service = user(database.service(), settings);
        if (owner.equals(service)) {
            LOG.warn(
                    "{}: the service logs in as the schema's owner, so only triggers keep append-only"
                            + " tables so",
                    database.service());
        }
        var source = Connections.source(database.owner(), settings);
        // A migration may take as long as it takes.
        source.setSocketTimeout(0);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:" + location)
                .failOnMissingLocations(true)
                .placeholders(Map.of("service_role", service))
                .load()
                .migrate();
    }

    private static String user(JdbcUrl url, DatabaseSettings settings) throws SQLException {
        try (var connection = Connections.source(url, settings).getConnection()) {
            return Sql.of("select current_user as name")
                    .on(connection)
                    .first(row -> row.text("name"))
                    .orElseThrow();
        }
    }
}
