package org.banktransfer.service.postgres;

import org.banktransfer.identity.TransferId;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The current row of a result. A null where none may be is a programming error.
final class Row {

    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    String text(String column) throws SQLException {
        return present(rows.getString(column), column);
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(rows.getString(column));
    }

    /// Null is none.
    List<String> texts(String column) throws SQLException {
        var array = rows.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    long number(String column) throws SQLException {
        return optionalNumber(column).orElseThrow(() -> new NullPointerException(column));
    }

    Optional<Long> optionalNumber(String column) throws SQLException {
        long number = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /// A sum, which may have more digits than a `long`.
    BigDecimal sum(String column) throws SQLException {
        return present(rows.getBigDecimal(column), column);
    }

    boolean flag(String column) throws SQLException {
        return present(rows.getObject(column, Boolean.class), column);
    }

    UUID uuid(String column) throws SQLException {
        return present(rows.getObject(column, UUID.class), column);
    }

    TransferId transferId() throws SQLException {
        return new TransferId(uuid("transfer_id"));
    }

    Instant instant(String column) throws SQLException {
        return present(rows.getObject(column, OffsetDateTime.class), column).toInstant();
    }

    Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static <T> T present(@Nullable T value, String column) {
        return Objects.requireNonNull(value, column);
    }
}
