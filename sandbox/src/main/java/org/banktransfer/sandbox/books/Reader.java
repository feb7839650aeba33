package org.banktransfer.sandbox.books;

import org.banktransfer.sandbox.rules.Card;
import org.banktransfer.sandbox.rules.Entry;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads long lists and sums from what is committed, on a connection of its own each time, so that
/// a statement of a million lines holds up no cash-out. Safe from any thread.
public final class Reader {

    private interface Reading<T> {
        T from(Session session) throws SQLException;
    }

    private final Path file;

    Reader(Path file) {
        this.file = file;
    }

    /// Cards by number, after this one.
    public List<Card> cards(String after, int limit) {
        return read(session -> CardTable.list(session, after, limit));
    }

    /// Entries by id, after this one; all states, or one.
    public List<Entry> cashOuts(@Nullable String state, String after, int limit) {
        return read(session -> CashOutTable.list(session, state, after, limit));
    }

    /// Reversals accepted and not done.
    public List<Reversing> reversalsOwed() {
        return read(session -> CashOutTable.list(session, "reversing", "", Integer.MAX_VALUE))
                .stream()
                .map(Reversing.class::cast)
                .toList();
    }

    /// The movements booked from one instant until before another, in the order booked.
    public void movements(Instant from, Instant until, Consumer<Movement> each) {
        read(session -> {
            MovementTable.between(session, from, until, each);
            return from;
        });
    }

    /// What was paid out and not taken back before this time, in minor units by currency.
    public Map<String, Long> paidOutBefore(Instant until) {
        return read(session -> MovementTable.paidOutBefore(session, until));
    }

    /// What is on all cards together, in minor units by currency.
    public Map<String, Long> cardBalances() {
        return sums("select currency, sum(balance) from card group by currency");
    }

    /// How many transfer ids are in each state.
    public Map<String, Long> cashOutCounts() {
        return sums("select state, count(*) from cash_out group by state");
    }

    private Map<String, Long> sums(String sql) {
        return read(session -> {
            var sums = new TreeMap<String, Long>();
            try (var rows = session.prepare(sql).executeQuery()) {
                while (rows.next()) {
                    sums.put(rows.getString(1), rows.getLong(2));
                }
            }
            return sums;
        });
    }

    private <T> T read(Reading<T> reading) {
        try (var session = Session.reading(file)) {
            return reading.from(session);
        } catch (SQLException e) {
            throw new BooksBroken(e);
        }
    }
}
