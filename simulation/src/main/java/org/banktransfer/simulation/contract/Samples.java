package org.banktransfer.simulation.contract;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.Transfer.Wish;
import org.banktransfer.transfer.TransferState;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Made-up names and transfers. No two tests get the same ones, so tests may share a database.
public final class Samples {

    /// When everything happens, unless a test says otherwise.
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final AtomicLong NEXT = new AtomicLong(1);

    private Samples() {}

    private static long next() {
        return NEXT.getAndIncrement();
    }

    /// Later than every id before it.
    public static TransferId id() {
        long number = next();
        return TransferId.next(InstantSource.fixed(NOON.plusMillis(number)), new Random(number));
    }

    public static AccountId account() {
        return new AccountId("acc_" + next());
    }

    public static OperatorId operator() {
        return new OperatorId("operator");
    }

    public static CustomerId customer() {
        return new CustomerId("customer-" + next());
    }

    public static IdempotencyKey key() {
        return new IdempotencyKey("key-" + next());
    }

    public static InstitutionName institution() {
        return new InstitutionName("institution-" + next());
    }

    public static CardFingerprint card() {
        // The numbers differ in their first digits too, where a ledger may look for a lock's
        // number.
        return new CardFingerprint("%032x%032x".formatted(next(), 0));
    }

    public static ClaimToken claim() {
        return new ClaimToken(next());
    }

    public static Money usd(long minor) {
        return Money.of(minor, "USD");
    }

    /// A wish of someone new, for 25 dollars from a new card.
    public static Wish wish() {
        return wish(customer(), key(), card());
    }

    public static Wish wish(CustomerId customer, IdempotencyKey key, CardFingerprint card) {
        return wish(customer, key, card, institution(), new Exactly(usd(2500)));
    }

    public static Wish wish(
            CustomerId customer,
            IdempotencyKey key,
            CardFingerprint card,
            InstitutionName institution,
            RequestedAmount amount) {
        return new Wish(customer, key, account(), institution, card, "3614", amount);
    }

    public static Transfer pending(Wish wish) {
        return pending(wish, NOON);
    }

    public static Transfer pending(Wish wish, Instant at) {
        return new Transfer(
                id(),
                wish,
                new TransferState.Pending(),
                at,
                at,
                at.plusSeconds(60),
                at.plusSeconds(900),
                0,
                Optional.empty());
    }

    public static HistoryEntry entry(TransferId id, Instant at, String outcome) {
        return new HistoryEntry(
                id, at, "node-1", "ask_ledger", outcome, "as found", Duration.ofMillis(7));
    }

    public static Progress progress(TransferId id, Change change) {
        return new Progress(entry(id, change.at(), "open"), Optional.of(change));
    }
}
