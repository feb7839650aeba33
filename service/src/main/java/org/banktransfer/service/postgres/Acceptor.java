package org.banktransfer.service.postgres;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.Acceptance.Accepted;
import org.banktransfer.transfer.Acceptance.CardBusy;
import org.banktransfer.transfer.Acceptance.CardLocked;
import org.banktransfer.transfer.Acceptance.CustomerSlowed;
import org.banktransfer.transfer.Acceptance.KeyUsed;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.Transfer.Wish;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes intents durable, many at once, or finds what is in the way of each. What races is decided
/// by two unique indexes: the card's and the key's. Their violations are never errors; the loser
/// waits for the winner's commit and reads what it has written.
///
/// Everybody takes cards first, then keys, each in their own order, so nobody waits in a circle.
///
/// While one fingerprint key takes the place of another, nodes write a card's slot by different
/// keys, and the index alone would let two of them in. Whoever knows a card by two digests
/// therefore locks both first, and looks for a slot under either (decision 0012).
final class Acceptor implements AutoCloseable {

    /// What is in the way can be gone when we look at it, since it was settled in between. Each
    /// time that happens some transfer has got on, so it can't go on for long.
    private static final int TRIES_MAX = 20;

    private final Connections connections;
    private final Batcher<Intent, Boolean> batcher;

    /// What is to be made durable.
    private record Intent(
            Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy) {

        TransferId id() {
            return transfer.id();
        }

        Wish wish() {
            return transfer.wish();
        }

        /// Wrong PINs before it are forgotten.
        Instant pinsSince() {
            return transfer.createdAt().minus(policy.window());
        }
    }

    Acceptor(Connections connections, DatabaseSettings settings) {
        this.connections = connections;
        batcher =
                new Batcher<>(
                        "accept",
                        1,
                        settings.poolWait(),
                        batch -> connections.inOne(connection -> accept(connection, batch)));
    }

    Acceptance accept(Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy)
            throws SQLException {
        var intent = new Intent(transfer, claim, claimedUntil, policy);
        for (int tried = 0; tried < TRIES_MAX; tried++) {
            if (batcher.ask(intent)) {
                return new Accepted();
            }
            var inTheWay = connections.eachOnItsOwn(connection -> inTheWay(connection, intent));
            if (inTheWay.isPresent()) {
                return inTheWay.get();
            }
        }
        throw new StoreUnreachable(
                transfer.id() + ": the card's slot changed hands " + TRIES_MAX + " times",
                new IllegalStateException("too busy"));
    }

    /// @return of each whether it was accepted
    private static List<Boolean> accept(Connection connection, List<Intent> batch)
            throws SQLException {
        var holding = takeSlots(connection, withFreeCards(connection, batch));
        var accepted = holding.isEmpty() ? Set.<TransferId>of() : insert(connection, holding);
        var rejected = holding.stream().map(Intent::id).filter(id -> !accepted.contains(id));
        giveBackSlots(connection, rejected.toList());
        return batch.stream().map(intent -> accepted.contains(intent.id())).toList();
    }

    /// Costs nothing as long as there is one key.
    ///
    /// @return those whose card has no slot under any of its digests, as far as it has two; what
    ///   has one is the index's to find out
    private static List<Intent> withFreeCards(Connection connection, List<Intent> batch)
            throws SQLException {
        var held =
                """
                select card_fingerprint
                  from unsettled
                 where card_fingerprint = any(:digests)
                """;
        var byTwo =
                batch.stream()
                        .map(intent -> intent.wish().card())
                        .filter(card -> card.other().isPresent())
                        .toList();
        if (byTwo.isEmpty()) {
            return batch;
        }
        CardLocks.take(connection, byTwo);
        var digests = byTwo.stream().flatMap(card -> card.digests().stream()).toList();
        var busy =
                Sql.of(held)
                        .on(connection)
                        .set("digests", ElementType.TEXT, digests)
                        .distinct(row -> row.text("card_fingerprint"));
        return batch.stream()
                .filter(intent -> Collections.disjoint(busy, intent.wish().card().digests()))
                .toList();
    }

    /// A card's row in `unsettled` is its slot. Waits for whoever is taking the same, or is giving
    /// it back.
    ///
    /// @return those that have got it
    private static List<Intent> takeSlots(Connection connection, List<Intent> batch)
            throws SQLException {
        var takeSlots =
                """
                insert into unsettled (transfer_id, card_fingerprint, institution, created_at,
                                       next_step_at, claim, claimed_until)
                select a.transfer_id, a.card, a.institution, a.created_at,
                       a.claimed_until, a.claim, a.claimed_until
                  from unnest(:ids::uuid[], :cards::text[], :institutions::text[],
                              :created_ats::timestamptz[], :claims::bigint[],
                              :claimed_untils::timestamptz[])
                       as a (transfer_id, card, institution, created_at, claim, claimed_until)
                 order by a.card
                    on conflict (card_fingerprint) do nothing
                returning transfer_id
                """;
        var held =
                Sql.of(takeSlots)
                        .on(connection)
                        .each("ids", ElementType.UUID, batch, intent -> intent.id().value())
                        .each(
                                "cards",
                                ElementType.TEXT,
                                batch,
                                intent -> intent.wish().card().value())
                        .each(
                                "institutions",
                                ElementType.TEXT,
                                batch,
                                intent -> intent.wish().institution().value())
                        .each(
                                "created_ats",
                                ElementType.TIMESTAMPTZ,
                                batch,
                                intent -> intent.transfer().createdAt())
                        .each("claims", ElementType.BIGINT, batch, intent -> intent.claim().value())
                        .each(
                                "claimed_untils",
                                ElementType.TIMESTAMPTZ,
                                batch,
                                Intent::claimedUntil)
                        .distinct(Row::transferId);
        return batch.stream().filter(intent -> held.contains(intent.id())).toList();
    }

    /// Wrong PINs are counted while we hold the card's slot: a transfer that ends with one gives
    /// the slot back in the database transaction that records it, so none can be overlooked.
    ///
    /// @param holding their cards' slots
    /// @return those whose customer need not wait, whose card is not locked and whose key is new
    private static Set<TransferId> insert(Connection connection, List<Intent> holding)
            throws SQLException {
        var insert =
                """
                insert into transfer (transfer_id, customer, idempotency_key, account, institution,
                                      card_fingerprint, card_fingerprint_other, last4, currency,
                                      requested_minor, status, created_at, updated_at, valid_until,
                                      patience_until)
                select a.transfer_id, a.customer, a.key, a.account, a.institution, a.card,
                       a.other_card, a.last4, a.currency, a.requested, 'pending', a.created_at,
                       a.created_at, a.valid_until, a.patience_until
                  from unnest(:ids::uuid[], :customers::text[], :keys::text[], :accounts::text[],
                              :institutions::text[], :cards::text[], :other_cards::text[],
                              :last4s::text[], :currencies::text[], :requested::bigint[],
                              :created_ats::timestamptz[], :valid_untils::timestamptz[],
                              :patience_untils::timestamptz[], :pins_sinces::timestamptz[],
                              :wrong_pins_maxes::integer[], :slowed_froms::integer[],
                              :customers_maxes::integer[])
                       as a (transfer_id, customer, key, account, institution, card, other_card,
                             last4, currency, requested, created_at, valid_until, patience_until,
                             pins_since, wrong_pins_max, slowed_from, customers_max)
                 where a.wrong_pins_max > (select count(*)
                                             from wrong_pin w
                                            where w.card_fingerprint in (a.card, a.other_card)
                                              and w.at > a.pins_since)
                   and (select count(*) < a.slowed_from
                               or count(*) < a.customers_max
                                  and max(w.at)
                                      + least(:pause::interval
                                              * power(2, least(count(*) - a.slowed_from, 30)),
                                              a.created_at - a.pins_since)
                                      <= a.created_at
                          from wrong_pin w
                         where w.customer = a.customer
                           and w.at > a.pins_since)
                 order by a.customer, a.key
                    on conflict (customer, idempotency_key) do nothing
                returning transfer_id
                """;
        var transfers = holding.stream().map(Intent::transfer).toList();
        var wishes = transfers.stream().map(Transfer::wish).toList();
        return Sql.of(insert)
                .on(connection)
                .each("ids", ElementType.UUID, holding, intent -> intent.id().value())
                .each("customers", ElementType.TEXT, wishes, wish -> wish.customer().value())
                .each("keys", ElementType.TEXT, wishes, wish -> wish.key().value())
                .each("accounts", ElementType.TEXT, wishes, wish -> wish.account().value())
                .each("institutions", ElementType.TEXT, wishes, wish -> wish.institution().value())
                .each("cards", ElementType.TEXT, wishes, wish -> wish.card().value())
                .each(
                        "other_cards",
                        ElementType.TEXT,
                        wishes,
                        wish -> wish.card().other().orElse(null))
                .each("last4s", ElementType.TEXT, wishes, Wish::last4)
                .each(
                        "currencies",
                        ElementType.TEXT,
                        wishes,
                        wish -> wish.amount().currency().toString())
                .each("requested", ElementType.BIGINT, wishes, Acceptor::requestedMinor)
                .each("created_ats", ElementType.TIMESTAMPTZ, transfers, Transfer::createdAt)
                .each("valid_untils", ElementType.TIMESTAMPTZ, transfers, Transfer::validUntil)
                .each(
                        "patience_untils",
                        ElementType.TIMESTAMPTZ,
                        transfers,
                        Transfer::patienceUntil)
                .each("pins_sinces", ElementType.TIMESTAMPTZ, holding, Intent::pinsSince)
                .each(
                        "wrong_pins_maxes",
                        ElementType.INTEGER,
                        holding,
                        intent -> intent.policy().wrongPinsMax())
                .each(
                        "slowed_froms",
                        ElementType.INTEGER,
                        holding,
                        intent -> intent.policy().slowedFrom())
                .each(
                        "customers_maxes",
                        ElementType.INTEGER,
                        holding,
                        intent -> intent.policy().customersWrongPinsMax())
                .set("pause", PinPolicy.PAUSE.toString())
                .distinct(Row::transferId);
    }

    private static void giveBackSlots(Connection connection, Collection<TransferId> rejected)
            throws SQLException {
        var giveBackSlots = "delete from unsettled where transfer_id = any(:ids)";
        if (!rejected.isEmpty()) {
            Sql.of(giveBackSlots)
                    .on(connection)
                    .each("ids", ElementType.UUID, rejected, TransferId::value)
                    .update();
        }
    }

    private static @Nullable Long requestedMinor(Wish wish) {
        return TransferRows.requested(wish.amount()).map(Money::minor).orElse(null);
    }

    /// The key first, then the customer, then the lock, then the card.
    ///
    /// @return empty if what was in the way is gone
    private static Optional<Acceptance> inTheWay(Connection connection, Intent intent)
            throws SQLException {
        var wish = intent.wish();
        var earlier = TransferRows.findByKey(connection, wish.customer(), wish.key());
        if (earlier.isPresent()) {
            return earlier.map(KeyUsed::new);
        }
        var waitsUntil = customerWaitsUntil(connection, intent);
        if (waitsUntil.isPresent()) {
            return waitsUntil.map(CustomerSlowed::new);
        }
        var lockedUntil = lockedUntil(connection, intent);
        if (lockedUntil.isPresent()) {
            return lockedUntil.map(CardLocked::new);
        }
        return findByCard(connection, wish.card()).map(CardBusy::new);
    }

    /// The card is locked while as many wrong PINs as the policy allows lie within its window:
    /// until the first of the newest so many leaves it.
    private static Optional<Instant> lockedUntil(Connection connection, Intent intent)
            throws SQLException {
        var oldestCounted =
                """
                select at
                  from wrong_pin
                 where card_fingerprint = any(:cards)
                   and at > :since
                 order by at desc
                offset :others
                 limit 1
                """;
        var policy = intent.policy();
        return Sql.of(oldestCounted)
                .on(connection)
                .set("cards", ElementType.TEXT, intent.wish().card().digests())
                .set("since", intent.pinsSince())
                .set("others", policy.wrongPinsMax() - 1)
                .first(row -> row.instant("at").plus(policy.window()));
    }

    private static Optional<Instant> customerWaitsUntil(Connection connection, Intent intent)
            throws SQLException {
        var newestFirst =
                """
                select at
                  from wrong_pin
                 where customer = :customer
                   and at > :since
                 order by at desc
                 limit :counted
                """;
        var policy = intent.policy();
        var wrong =
                Sql.of(newestFirst)
                        .on(connection)
                        .set("customer", intent.wish().customer().value())
                        .set("since", intent.pinsSince())
                        .set("counted", policy.customersWrongPinsMax())
                        .list(row -> row.instant("at"));
        return policy.waitsUntil(wrong, intent.transfer().createdAt());
    }

    private static Optional<Transfer> findByCard(Connection connection, CardFingerprint card)
            throws SQLException {
        return Sql.of(TransferRows.SELECT + "where u.card_fingerprint = any(:cards)")
                .on(connection)
                .set("cards", ElementType.TEXT, card.digests())
                .first(TransferRows::transfer);
    }

    QueueStanding standing() {
        return batcher.standing();
    }

    @Override
    public void close() {
        batcher.close();
    }
}
