package org.banktransfer.service.postgres.embedded;

import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.JdbcUrl;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the server's administrator does at start: looks that it is durable, makes roles and
/// databases. All of it may be repeated, and may race with itself.
final class Administration {

    static final String SUPERUSER = "postgres";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String DATABASE_EXISTS = "42P04";
    private static final String OBJECT_EXISTS = "42710";

    private static final List<String> DURABILITY =
            List.of("fsync", "synchronous_commit", "full_page_writes");

    private final int port;
    private final Secrets secrets;

    Administration(int port, Secrets secrets) {
        this.port = port;
        this.secrets = secrets;
    }

    Database database(String name) {
        return new Database(url(EmbeddedPostgres.OWNER, name), url(EmbeddedPostgres.SERVICE, name));
    }

    /// Neither encryption is worth its round trip on the loopback interface.
    JdbcUrl url(String role, String database) {
        return new JdbcUrl(
                "%s//127.0.0.1:%d/%s?user=%s&password=%s&sslmode=disable&gssEncMode=disable"
                        .formatted(JdbcUrl.PREFIX, port, database, role, secrets.passwordOf(role)));
    }

    /// Whether the server takes connections; there is no other sure sign of it.
    ///
    /// @throws EmbeddedPostgresFailed if it does, but not ours
    boolean answers() {
        try (var connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new EmbeddedPostgresFailed(
                        "the data was made with another secret than the one that lies beside it",
                        e);
            }
            return false;
        }
    }

    /// @throws EmbeddedPostgresFailed if somebody has traded durability for speed
    void requireDurability() {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var setting : DURABILITY) {
                try (var rows = statement.executeQuery("show " + setting)) {
                    rows.next();
                    if (!rows.getString(1).equals("on")) {
                        throw new EmbeddedPostgresFailed(
                                "PostgreSQL's setting "
                                        + setting
                                        + " is "
                                        + rows.getString(1)
                                        + "; this program runs on nothing but on");
                    }
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    void createRoles() {
        try (var connection = connect()) {
            var existing = names(connection, "select rolname from pg_roles");
            for (var role : List.of(EmbeddedPostgres.OWNER, EmbeddedPostgres.SERVICE)) {
                if (!existing.contains(role)) {
                    create(
                            connection,
                            "create role %s login password '%s'"
                                    .formatted(role, secrets.passwordOf(role)));
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    boolean hasDatabases(String... wanted) {
        try (var connection = connect()) {
            return names(connection, "select datname from pg_database")
                    .containsAll(List.of(wanted));
        } catch (SQLException e) {
            return false;
        }
    }

    void createDatabase(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a database's name: " + name);
        }
        try (var connection = connect()) {
            if (!names(connection, "select datname from pg_database").contains(name)) {
                create(
                        connection,
                        "create database %s owner %s".formatted(name, EmbeddedPostgres.OWNER));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void create(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!Set.of(DATABASE_EXISTS, OBJECT_EXISTS).contains(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static Set<String> names(Connection connection, String query) throws SQLException {
        var names = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private Connection connect() throws SQLException {
        var source = new PGSimpleDataSource();
        source.setUrl(url(SUPERUSER, "postgres").value());
        source.setConnectTimeout(1);
        source.setLoginTimeout(2);
        source.setSocketTimeout(30);
        return source.getConnection();
    }

    private static EmbeddedPostgresFailed failed(SQLException e) {
        return new EmbeddedPostgresFailed(
                "PostgreSQL runs but does not do as told (SQLSTATE " + e.getSQLState() + ")", e);
    }
}
