package org.banktransfer.service.acceptance;

import org.banktransfer.service.postgres.SharedPostgres;
import org.banktransfer.service.postgres.embedded.Administrator;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Somebody with the administrator's login and bad intentions: no trigger and no grant holds them.
final class Forger implements AutoCloseable {

    private final Connection connection;

    private Forger(Connection connection) {
        this.connection = connection;
    }

    static Forger at(String database) {
        try {
            var url = Administrator.of(SharedPostgres.server(), database).value();
            var forger = new Forger(DriverManager.getConnection(url));
            forger.change("set session_replication_role = replica");
            return forger;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param parameters transfer ids as the API writes them, numbers and texts
    /// @return how many rows were changed
    int change(String sql, @Nullable Object... parameters) {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How many rows each table has, and a digest of them all.
    Map<String, String> contents() {
        var contents = new TreeMap<String, String>();
        for (var table : texts("select tablename from pg_tables where schemaname = 'public'")) {
            contents.put(
                    table,
                    texts(
                                    """
                                    select count(*) || ' ' ||
                                           coalesce(md5(string_agg(t::text, '|' order by t::text)), '')
                                      from %s t
                                    """
                                            .formatted(table))
                            .getFirst());
        }
        return contents;
    }

    /// Every row of every table, as text.
    String everything() {
        return texts("select tablename from pg_tables where schemaname = 'public'").stream()
                .flatMap(table -> texts("select t::text from " + table + " t").stream())
                .collect(Collectors.joining("\n"));
    }

    /// The number that a query comes to.
    long number(String sql) {
        return Long.parseLong(texts(sql).getFirst());
    }

    private List<String> texts(String sql) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A transfer's id as the tables hold it.
    static UUID uuid(String transferId) {
        var hex = transferId.substring("tr_".length());
        return UUID.fromString(
                hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
