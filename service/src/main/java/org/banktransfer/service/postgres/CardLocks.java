package org.banktransfer.service.postgres;

import org.banktransfer.identity.CardFingerprint;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/// Locks on cards that have no row to lock, until the database transaction ends: one for each of
/// their digests, so that two who know a card by one key in common wait for each other.
final class CardLocks {

    private CardLocks() {}

    /// Everybody takes them in one order, so nobody waits in a circle. By number: two digests of
    /// the same first 64 bits wait for each other for nothing.
    static void take(Connection connection, Collection<CardFingerprint> cards) throws SQLException {
        var take =
                """
                select pg_advisory_xact_lock(card)
                  from (select distinct unnest(:cards::bigint[]) as card
                         order by card) as one
                """;
        var digests = cards.stream().flatMap(card -> card.digests().stream()).toList();
        Sql.of(take)
                .on(connection)
                .each("cards", ElementType.BIGINT, digests, CardLocks::number)
                .list(_ -> 0);
    }

    private static long number(String digest) {
        int begin = digest.indexOf(':') + 1;
        return Long.parseUnsignedLong(digest, begin, begin + 16, 16);
    }
}
