package org.banktransfer.service.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One SQL statement with parameters named `:like_this`. Immutable.
final class Sql {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z][a-z_0-9]*)");

    private static final ConcurrentHashMap<String, Sql> READ = new ConcurrentHashMap<>();

    private final String withQuestionMarks;
    private final List<String> names;

    private Sql(String withQuestionMarks, List<String> names) {
        this.withQuestionMarks = withQuestionMarks;
        this.names = names;
    }

    /// @param text the program's own, so that there are few of them; each is read once
    static Sql of(String text) {
        return READ.computeIfAbsent(text, Sql::read);
    }

    private static Sql read(String text) {
        var names = PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
        return new Sql(PARAMETER.matcher(text).replaceAll("?"), names);
    }

    Run on(Connection connection) {
        return new Run(connection);
    }

    /// Makes something of one row.
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /// One run of the statement. Every parameter must be set.
    final class Run {

        private final Connection connection;
        private final Map<String, @Nullable Object> values = new HashMap<>();

        private Run(Connection connection) {
            this.connection = connection;
        }

        Run set(String name, @Nullable String value) {
            return put(name, value);
        }

        Run set(String name, UUID value) {
            return put(name, value);
        }

        Run set(String name, long value) {
            return put(name, value);
        }

        Run set(String name, @Nullable Long value) {
            return put(name, value);
        }

        Run set(String name, Instant value) {
            return put(name, atDatabasePrecision(value).atOffset(ZoneOffset.UTC));
        }

        Run set(String name, ElementType type, Collection<? extends @Nullable Object> values)
                throws SQLException {
            return put(name, type.array(connection, values));
        }

        /// A column of many rows, as an array for `unnest`.
        <T> Run each(
                String name,
                ElementType type,
                Collection<T> rows,
                Function<? super T, ? extends @Nullable Object> column)
                throws SQLException {
            var values = new ArrayList<@Nullable Object>(rows.size());
            for (var row : rows) {
                values.add(column.apply(row));
            }
            return set(name, type, values);
        }

        private Run put(String name, @Nullable Object value) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("no parameter " + name);
            }
            values.put(name, value);
            return this;
        }

        int update() throws SQLException {
            try (var statement = prepared()) {
                return statement.executeUpdate();
            }
        }

        <T> List<T> list(Reader<T> reader) throws SQLException {
            try (var statement = prepared();
                    var rows = statement.executeQuery()) {
                var all = new ArrayList<T>();
                var row = new Row(rows);
                while (rows.next()) {
                    all.add(reader.read(row));
                }
                return all;
            }
        }

        <T> Set<T> distinct(Reader<T> reader) throws SQLException {
            return Set.copyOf(list(reader));
        }

        /// The first row, if there is one.
        <T> Optional<T> first(Reader<T> reader) throws SQLException {
            return list(reader).stream().findFirst();
        }

        private PreparedStatement prepared() throws SQLException {
            var statement = connection.prepareStatement(withQuestionMarks);
            try {
                for (int i = 0; i < names.size(); i++) {
                    var name = names.get(i);
                    if (!values.containsKey(name)) {
                        throw new IllegalStateException("parameter " + name + " is not set");
                    }
                    statement.setObject(i + 1, values.get(name));
                }
                return statement;
            } catch (SQLException | RuntimeException e) {
                statement.close();
                throw e;
            }
        }
    }

    /// PostgreSQL keeps microseconds, and would round what is finer instead of cutting it off.
    static Instant atDatabasePrecision(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
