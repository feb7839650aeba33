package org.banktransfer.service.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;

/// The types of the elements of arrays, which are sent in PostgreSQL's binary form. Left to the
/// driver, ids and times become strings that the server reads again; a transfer has some sixty
/// elements.
///
/// The form is what `array_recv` and each type's own `recv` read in PostgreSQL's sources.
enum ElementType {
    TEXT(Oid.TEXT, Oid.TEXT_ARRAY),
    UUID(Oid.UUID, Oid.UUID_ARRAY),
    BIGINT(Oid.INT8, Oid.INT8_ARRAY),
    INTEGER(Oid.INT4, Oid.INT4_ARRAY),
    /// Cut off after the microsecond.
    TIMESTAMPTZ(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY);

    private static final Instant DAY_ZERO = Instant.parse("2000-01-01T00:00:00Z");

    private static final int TYPICAL_BYTES = 24;
    private static final int NULL = -1;

    private final int oid;
    private final int arrayOid;

    ElementType(int oid, int arrayOid) {
        this.oid = oid;
        this.arrayOid = arrayOid;
    }

    /// @param values strings, UUIDs, whole numbers or instants, as the type is
    Array array(Connection connection, Collection<? extends @Nullable Object> values)
            throws SQLException {
        return new PgArray(connection.unwrap(BaseConnection.class), arrayOid, encoded(values));
    }

    private byte[] encoded(Collection<? extends @Nullable Object> values) {
        var bytes = new ByteArrayOutputStream(TYPICAL_BYTES * (1 + values.size()));
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(values.isEmpty() ? 0 : 1);
            out.writeInt(values.stream().anyMatch(Objects::isNull) ? 1 : 0);
            out.writeInt(oid);
            if (!values.isEmpty()) {
                out.writeInt(values.size());
                out.writeInt(1);
            }
            for (var value : values) {
                if (value == null) {
                    out.writeInt(NULL);
                } else {
                    write(value, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Its length in bytes, then the bytes.
    private void write(Object value, DataOutputStream out) throws IOException {
        switch (this) {
            case TEXT -> {
                var utf8 = ((String) value).getBytes(UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            case UUID -> {
                var id = (UUID) value;
                out.writeInt(2 * Long.BYTES);
                out.writeLong(id.getMostSignificantBits());
                out.writeLong(id.getLeastSignificantBits());
            }
            case BIGINT -> {
                out.writeInt(Long.BYTES);
                out.writeLong((Long) value);
            }
            case INTEGER -> {
                out.writeInt(Integer.BYTES);
                out.writeInt((Integer) value);
            }
            case TIMESTAMPTZ -> {
                var instant = Sql.atDatabasePrecision((Instant) value);
                out.writeInt(Long.BYTES);
                out.writeLong(ChronoUnit.MICROS.between(DAY_ZERO, instant));
            }
        }
    }
}
