package org.banktransfer.transfer;

import org.banktransfer.identity.TransferId;

import java.time.Instant;
import java.util.Optional;

/// What was learned by one step, for the store to write behind.
///
/// @param entry the call, for the history
/// @param change what the step changes of the transfer, if anything
public record Progress(HistoryEntry entry, Optional<Change> change) {

    /// A change of a transfer that is not final in the store. A final state in the store is never
    /// overwritten; a change to it is dropped.
    public sealed interface Change {

        TransferId id();

        Instant at();

        /// The state is known to be this. True whoever says it: it follows from the ledger's
        /// decision or the institution's definite word.
        record Became(TransferId id, TransferState state, Instant at) implements Change {}

        /// The claim ends and the transfer waits for its next round. Says nothing if the claim has
        /// been lost to another worker.
        ///
        /// @param attempts rounds made so far
        /// @param nextStepAt when the next round is due
        record Released(
                TransferId id,
                ClaimToken claim,
                int attempts,
                Instant nextStepAt,
                Optional<ParkReason> parked,
                Instant at)
                implements Change {}
    }
}
