package org.banktransfer.sandbox.books;

import org.banktransfer.sandbox.rules.Card;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The cards.
final class CardTable {

    private CardTable() {}

    static @Nullable Card find(Session session, String number) throws SQLException {
        var find =
                session.prepare(
                        """
                        select number, pin_seal, balance, currency, state, wrong_pins
                          from card
                         where number = ?
                        """);
        find.setString(1, number);
        try (var rows = find.executeQuery()) {
            return rows.next() ? card(rows) : null;
        }
    }

    /// Cards by number, after this one.
    static List<Card> list(Session session, String after, int limit) throws SQLException {
        var list =
                session.prepare(
                        """
                        select number, pin_seal, balance, currency, state, wrong_pins
                          from card
                         where number > ?
                         order by number
                         limit ?
                        """);
        list.setString(1, after);
        list.setInt(2, limit);
        var cards = new ArrayList<Card>();
        try (var rows = list.executeQuery()) {
            while (rows.next()) {
                cards.add(card(rows));
            }
        }
        return cards;
    }

    /// Issues the card, or sets an issued one to this.
    static void put(Session session, Card card) throws SQLException {
        var put =
                session.prepare(
                        """
                        insert into card (number, pin_seal, balance, currency, state, wrong_pins)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (number) do update
                           set pin_seal = excluded.pin_seal,
                               balance = excluded.balance,
                               currency = excluded.currency,
                               state = excluded.state,
                               wrong_pins = excluded.wrong_pins
                        """);
        put.setString(1, card.number());
        put.setString(2, card.pinSeal());
        put.setLong(3, card.balanceMinor());
        put.setString(4, card.currency());
        put.setString(5, card.state().wire());
        put.setLong(6, card.wrongPins());
        put.executeUpdate();
    }

    /// Moves the balance by this much, up or down. The table's check keeps it from going below
    /// zero.
    static void move(Session session, String number, long byMinor) throws SQLException {
        var move = session.prepare("update card set balance = balance + ? where number = ?");
        move.setLong(1, byMinor);
        move.setString(2, number);
        if (move.executeUpdate() != 1) {
            throw new SQLException("the card of this cash-out is not on record");
        }
    }

    static void countWrongPin(Session session, String number) throws SQLException {
        var count = session.prepare("update card set wrong_pins = wrong_pins + 1 where number = ?");
        count.setString(1, number);
        count.executeUpdate();
    }

    private static Card card(ResultSet row) throws SQLException {
        return new Card(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                Card.State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getLong(6));
    }
}
