package org.banktransfer.transfer;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Our record of transfers: intent, state, when each is due again, and the history of every call.
/// The state is a hint; losing a write of it costs nothing but work, because it follows from the
/// ledger.
///
/// Safe under concurrency, from any number of nodes. Every call throws [StoreUnreachable] if the
/// store cannot be reached in time, except `record`, which only hands over.
public interface TransferStore {

    /// Makes the intent durable, before anybody outside hears of it. Checks, in this order: the key
    /// is new to the customer; the customer need not wait; the card is not locked; the card has no
    /// unsettled transfer. Wrong PINs that are durable are counted, those of one card without
    /// exception: only one transfer of a card is unsettled, and it ends in the database transaction
    /// that counts its PIN. Of requests that race, one is accepted and the others get that one's
    /// transfer as their answer.
    ///
    /// @param transfer pending and new
    /// @param claim held by the caller until `claimedUntil`, so recovery leaves it alone
    Acceptance accept(Transfer transfer, ClaimToken claim, Instant claimedUntil, PinPolicy policy);

    /// Takes a step's outcome to be written soon, in the order handed over, in batches. May be lost
    /// in a crash. Blocks while the queue is full, and drops the progress if that lasts too long.
    void record(Progress progress);

    /// Waits until all that this node recorded before is durable.
    ///
    /// @return false if it was not so within the time
    boolean flush(Duration within);

    /// Claims unsettled transfers of one institution that are due, earliest first, and are not
    /// claimed. A row that another worker is claiming is skipped, so no two claims overlap.
    ///
    /// @param claim drawn anew for this call
    List<Transfer> claimDue(
            InstitutionName institution,
            Instant now,
            ClaimToken claim,
            Instant claimedUntil,
            int limit);

    /// Prolongs claims that are still held; passes over those that are not.
    void prolong(Map<TransferId, ClaimToken> claims, Instant claimedUntil);

    Optional<Transfer> find(TransferId id);

    Optional<Transfer> findByKey(CustomerId customer, IdempotencyKey key);

    /// The calls made for a transfer, oldest first; at most the newest 1,000.
    List<HistoryEntry> history(TransferId id);

    /// Transfers, newest first.
    ///
    /// @param limit at most so many; 1 to 100
    List<Transfer> list(Filter filter, Optional<TransferId> before, int limit);

    /// How much is unsettled, by institution.
    List<Backlog> backlog();

    /// Which transfers to list. What is empty does not restrict.
    ///
    /// @param status the lower-case name of a state
    record Filter(
            Optional<CustomerId> customer, Optional<AccountId> account, Optional<String> status) {}

    /// @param oldestCreatedAt when the oldest unsettled transfer was accepted
    record Backlog(
            InstitutionName institution, long unsettled, long parked, Instant oldestCreatedAt) {}
}
