package org.banktransfer.sandbox.books;

import org.banktransfer.sandbox.books.Movement.Kind;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The movements. Lines are added and never changed.
final class MovementTable {

    private MovementTable() {}

    static void add(Session session, Movement movement) throws SQLException {
        var add =
                session.prepare(
                        """
                        insert into movement
                            (line, at, transfer_id, kind, amount, currency, reference)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """);
        add.setLong(1, movement.line());
        add.setLong(2, movement.at().toEpochMilli());
        add.setString(3, movement.transferId());
        add.setString(4, movement.kind().wire());
        add.setLong(5, movement.amountMinor());
        add.setString(6, movement.currency());
        add.setString(7, movement.reference());
        add.executeUpdate();
    }

    static long lastLine(Session session) throws SQLException {
        try (var rows =
                session.prepare("select coalesce(max(line), 0) from movement").executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// The movements booked in this time, in the order booked.
    static void between(Session session, Instant from, Instant until, Consumer<Movement> each)
            throws SQLException {
        var between =
                session.prepare(
                        """
                        select line, at, transfer_id, kind, amount, currency, reference
                          from movement
                         where at >= ? and at < ?
                         order by at, line
                        """);
        between.setLong(1, from.toEpochMilli());
        between.setLong(2, until.toEpochMilli());
        try (var rows = between.executeQuery()) {
            while (rows.next()) {
                each.accept(
                        new Movement(
                                rows.getLong(1),
                                Instant.ofEpochMilli(rows.getLong(2)),
                                rows.getString(3),
                                Kind.valueOf(rows.getString(4).toUpperCase(Locale.ROOT)),
                                rows.getLong(5),
                                rows.getString(6),
                                rows.getString(7)));
            }
        }
    }

    /// What was paid out and not taken back before this time, by currency.
    static Map<String, Long> paidOutBefore(Session session, Instant until) throws SQLException {
        var sums =
                session.prepare(
                        """
                        select currency, sum(case kind when 'cash_out' then amount else -amount end)
                          from movement
                         where at < ?
                         group by currency
                        """);
        sums.setLong(1, until.toEpochMilli());
        var paidOut = new TreeMap<String, Long>();
        try (var rows = sums.executeQuery()) {
            while (rows.next()) {
                paidOut.put(rows.getString(1), rows.getLong(2));
            }
        }
        return paidOut;
    }
}
