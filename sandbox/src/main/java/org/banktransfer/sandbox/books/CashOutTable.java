package org.banktransfer.sandbox.books;

import org.banktransfer.sandbox.rules.Entry;
import org.banktransfer.sandbox.rules.Entry.Approved;
import org.banktransfer.sandbox.rules.Entry.Blocked;
import org.banktransfer.sandbox.rules.Entry.Declined;
import org.banktransfer.sandbox.rules.Entry.Reversed;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is on record about each transfer id: one row, replaced as the entry moves forward.
final class CashOutTable {

    private static final String COLUMNS =
            "id, state, at, content, card, amount, currency, reference, paid_at, code, detail, due";

    private CashOutTable() {}

    static @Nullable Entry find(Session session, String id) throws SQLException {
        var find = session.prepare("select " + COLUMNS + " from cash_out where id = ?");
        find.setString(1, id);
        try (var rows = find.executeQuery()) {
            return rows.next() ? entry(rows) : null;
        }
    }

    /// Entries by id, after this one; all states, or one.
    static List<Entry> list(Session session, @Nullable String state, String after, int limit)
            throws SQLException {
        var list =
                session.prepare(
                        "select "
                                + COLUMNS
                                + """
                                  from cash_out
                                 where id > ? and (? is null or state = ?)
                                 order by id
                                 limit ?
                                """);
        list.setString(1, after);
        list.setString(2, state);
        list.setString(3, state);
        list.setInt(4, limit);
        var entries = new ArrayList<Entry>();
        try (var rows = list.executeQuery()) {
            while (rows.next()) {
                entries.add(entry(rows));
            }
        }
        return entries;
    }

    static void put(Session session, Entry entry) throws SQLException {
        var put =
                session.prepare(
                        "insert or replace into cash_out ("
                                + COLUMNS
                                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put.clearParameters();
        put.setString(1, entry.id());
        put.setString(2, state(entry));
        put.setLong(3, entry.at().toEpochMilli());
        switch (entry) {
            case Approved approved -> paid(put, approved);
            case Reversing reversing -> {
                paid(put, reversing.cashOut());
                var due = reversing.due();
                if (due != null) {
                    put.setLong(12, due.toEpochMilli());
                }
            }
            case Reversed reversed -> paid(put, reversed.cashOut());
            case Declined declined -> {
                put.setString(4, declined.content());
                put.setString(10, declined.code());
                put.setString(11, declined.detail());
            }
            case Blocked _ -> put.setNull(4, Types.VARCHAR);
        }
        put.executeUpdate();
    }

    private static void paid(PreparedStatement put, Approved approved) throws SQLException {
        put.setString(4, approved.content());
        put.setString(5, approved.cardNumber());
        put.setLong(6, approved.amountMinor());
        put.setString(7, approved.currency());
        put.setString(8, approved.reference());
        put.setLong(9, approved.at().toEpochMilli());
    }

    /// The name of an entry's state on the wire and in the database.
    static String state(Entry entry) {
        return switch (entry) {
            case Approved _ -> "approved";
            case Declined _ -> "declined";
            case Reversing _ -> "reversing";
            case Reversed _ -> "reversed";
            case Blocked _ -> "blocked";
        };
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var id = row.getString(1);
        var state = row.getString(2);
        var at = Instant.ofEpochMilli(row.getLong(3));
        return switch (state) {
            case "approved" -> approved(row);
            case "declined" ->
                    new Declined(id, row.getString(4), row.getString(10), row.getString(11), at);
            case "reversing" -> {
                // Asked right away: `wasNull` is about the column read last.
                long dueMillis = row.getLong(12);
                var due = row.wasNull() ? null : Instant.ofEpochMilli(dueMillis);
                yield new Reversing(approved(row), due, at);
            }
            case "reversed" -> new Reversed(approved(row), at);
            case "blocked" -> new Blocked(id, at);
            default -> throw new SQLException(id + ": unknown state " + state);
        };
    }

    private static Approved approved(ResultSet row) throws SQLException {
        return new Approved(
                row.getString(1),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                Instant.ofEpochMilli(row.getLong(9)));
    }
}
