package org.banktransfer.transfer;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The record of what the bank's own people do to transfers, and the doing of it. Each proposal and
/// each word on it goes into the operators' record before it counts. Safe under concurrency, from
/// any number of nodes. Every call throws [StoreUnreachable] or
/// [org.banktransfer.ledger.LedgerUnreachable] if a record cannot be reached in time.
public interface Interventions {

    /// Writes a proposal down, unless the transfer is settled or another proposal waits for it.
    Answer propose(Intervention proposal);

    /// Approves a proposal and does it, both or neither. Of several who decide it at once, one
    /// does.
    ///
    /// @param parkedFor when what is parked by it is looked at again
    Answer approve(UUID id, OperatorId by, Instant at, Duration parkedFor);

    /// Drops a proposal; nothing is done.
    Answer reject(UUID id, OperatorId by, Instant at);

    /// Of one transfer, newest first; at most 100.
    List<Intervention> of(TransferId transfer);

    /// Those that wait for a second person first, then the newest.
    ///
    /// @param limit at most so many; 1 to 100
    List<Intervention> newest(int limit);

    /// What became of a call.
    enum Answer {
        DONE,
        /// Whoever proposed it cannot approve it.
        NEEDS_ANOTHER_PERSON,
        /// Somebody was first, or it never was.
        NOT_OPEN,
        /// Another proposal waits for this transfer.
        ANOTHER_IS_OPEN,
        /// The transfer is settled, or past what would be changed.
        TOO_LATE,
        /// It is being driven this moment, so what was shown may not be what would happen.
        UNDER_WAY
    }
}
