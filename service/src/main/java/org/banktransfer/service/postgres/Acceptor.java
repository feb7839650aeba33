package org.banktransfer.service.postgres;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.Acceptance.Accepted;
import org.banktransfer.transfer.Acceptance.CardBusy;
import org.banktransfer.transfer.Acceptance.CardLocked;
import org.banktransfer.transfer.Acceptance.KeyUsed;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Makes an intent durable, or finds what is in its way. What races is decided by two unique
/// indexes: the key's and the card's. Their violations are never errors; the loser waits for the
/// winner's commit and reads what it has written.
final class Acceptor {

    /// What is in the way can be gone when we look at it, since it was settled in between. Each
    /// time that happens some transfer has got on, so it can't go on for long.
    private static final int TRIES_MAX = 20;

    private final Connections connections;

    Acceptor(Connections connections) {
        this.connections = connections;
    }

    Acceptance accept(Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy)
            throws SQLException {
        for (int tried = 0; tried < TRIES_MAX; tried++) {
            var answer =
                    connections.inOne(connection ->
                            tryAccept(connection, transfer, claim, claimedUntil, policy));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new StoreUnreachable(
                transfer.id() + ": the card's slot changed hands " + TRIES_MAX + " times",
                new IllegalStateException("too busy"));
    }

    /// @return empty if what was in the way is gone
    private static Optional<Acceptance> tryAccept(
            Connection connection,
            Transfer transfer,
            ClaimToken claim,
            Instant claimedUntil,
            PinPolicy policy)
            throws SQLException {
        var wish = transfer.wish();
        var got = insert(connection, transfer, claim, claimedUntil);
        if (got.key() && got.card() && policyHolds(connection, transfer, policy)) {
            return Optional.of(new Accepted());
        }
        // The key's row of a transfer that is not accepted must not stay.
        connection.rollback();
        if (!got.key()) {
            return TransferRows.findByKey(connection, wish.customer(), wish.key())
                    .map(KeyUsed::new);
        }
        var lockedUntil = lockedUntil(connection, wish.card(), transfer.createdAt(), policy);
        if (lockedUntil.isPresent()) {
            return lockedUntil.map(CardLocked::new);
        }
        return findByCard(connection, wish.card()).map(CardBusy::new);
    }

    /// Counted while we hold the card's slot: a transfer that ends with a wrong PIN gives the slot
    /// back in the database transaction that records the wrong PIN, so none can be overlooked.
    private static boolean policyHolds(Connection connection, Transfer transfer, PinPolicy policy)
            throws SQLException {
        return lockedUntil(connection, transfer.wish().card(), transfer.createdAt(), policy)
                .isEmpty();
    }

    /// What the insertion got hold of.
    private record Got(boolean key, boolean card) {}

    /// Waits for whoever is inserting the same key or the same card. The key comes first for
    /// everyone, and who waits for a key holds nothing, so nobody waits in a circle.
    private static Got insert(
            Connection connection, Transfer transfer, ClaimToken claim, Instant claimedUntil)
            throws SQLException {
        var insert =
                """
                with accepted as (
                    insert into transfer (transfer_id, customer, idempotency_key, account,
                                          institution, card_fingerprint, last4, currency,
                                          requested_minor, status, created_at, updated_at,
                                          valid_until, patience_until)
                    values (:id, :customer, :key, :account, :institution, :card, :last4,
                            :currency, :requested, 'pending', :created_at, :updated_at,
                            :valid_until, :patience_until)
                        on conflict do nothing
                    returning transfer_id, card_fingerprint, institution, created_at),
                slot as (
                    insert into unsettled (transfer_id, card_fingerprint, institution, created_at,
                                           next_step_at, claim, claimed_until)
                    select transfer_id, card_fingerprint, institution, created_at,
                           :claimed_until, :claim, :claimed_until
                      from accepted
                        on conflict (card_fingerprint) do nothing
                    returning transfer_id)
                select exists (select from accepted) as key, exists (select from slot) as card
                """;
        var wish = transfer.wish();
        return Sql.of(insert)
                .on(connection)
                .set("id", transfer.id().value())
                .set("customer", wish.customer().value())
                .set("key", wish.key().value())
                .set("account", wish.account().value())
                .set("institution", wish.institution().value())
                .set("card", wish.card().value())
                .set("last4", wish.last4())
                .set("currency", wish.amount().currency().getCurrencyCode())
                .set(
                        "requested",
                        TransferRows.requested(wish.amount()).map(Money::minor).orElse(null))
                .set("created_at", transfer.createdAt())
                .set("updated_at", transfer.updatedAt())
                .set("valid_until", transfer.validUntil())
                .set("patience_until", transfer.patienceUntil())
                .set("claim", claim.value())
                .set("claimed_until", claimedUntil)
                .first(row -> new Got(row.flag("key"), row.flag("card")))
                .orElseThrow();
    }

    /// The card is locked while as many wrong PINs as the policy allows lie within its window:
    /// until the first of the newest so many leaves it.
    private static Optional<Instant> lockedUntil(
            Connection connection, CardFingerprint card, Instant now, PinPolicy policy)
            throws SQLException {
        var oldestCounted =
                """
                select at
                  from wrong_pin
                 where card_fingerprint = :card
                   and at > :since
                 order by at desc
                offset :others
                 limit 1
                """;
        return Sql.of(oldestCounted)
                .on(connection)
                .set("card", card.value())
                .set("since", now.minus(policy.window()))
                .set("others", policy.wrongPinsMax() - 1)
                .first(row -> row.instant("at").plus(policy.window()));
    }

    private static Optional<Transfer> findByCard(Connection connection, CardFingerprint card)
            throws SQLException {
        return Sql.of(TransferRows.SELECT + "where u.card_fingerprint = :card")
                .on(connection)
                .set("card", card.value())
                .first(TransferRows::transfer);
    }
}
