package org.banktransfer.service.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// By which keys cards are known, in the transfer store and in the ledger.
final class KeyUses {

    /// Before the colon; the key of before there were ids has none.
    private static final String KEY_ID =
            "substring(card_fingerprint for greatest(0, position(':' in card_fingerprint) - 1))";

    private KeyUses() {}

    /// The ids of the keys by which cards have slots.
    static Set<String> ofSlots(Connection transfers) throws SQLException {
        return count(transfers, "unsettled", "true", Instant.EPOCH).keySet();
    }

    /// Reads through all that counts: for people, not for every start.
    static List<KeyUse> all(
            Connection transfers, Connection ledger, Instant pinsSince, Instant creditsSince)
            throws SQLException {
        var slots = count(transfers, "unsettled", "true", Instant.EPOCH);
        var pins = count(transfers, "wrong_pin", "at > :since", pinsSince);
        var credited = "outcome = 'credited' and decided_at > :since";
        var credits = count(ledger, "decision", credited, creditsSince);
        var blocked = count(ledger, "blocked_card", "true", Instant.EPOCH);
        var ids = new TreeSet<>(slots.keySet());
        ids.addAll(pins.keySet());
        ids.addAll(credits.keySet());
        ids.addAll(blocked.keySet());
        return ids.stream()
                .map(id ->
                        new KeyUse(
                                id,
                                slots.getOrDefault(id, 0L),
                                pins.getOrDefault(id, 0L),
                                credits.getOrDefault(id, 0L),
                                blocked.getOrDefault(id, 0L)))
                .toList();
    }

    private static Map<String, Long> count(
            Connection connection, String table, String condition, Instant since)
            throws SQLException {
        var count =
                "select "
                        + KEY_ID
                        + " as key_id, count(*) as cards\n  from "
                        + table
                        + "\n where "
                        + condition
                        + "\n group by 1";
        var run = Sql.of(count).on(connection);
        if (condition.contains(":since")) {
            run.set("since", since);
        }
        return run.list(row -> Map.entry(row.text("key_id"), row.number("cards"))).stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
    }
}
