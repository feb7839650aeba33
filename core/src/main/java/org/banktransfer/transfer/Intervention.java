package org.banktransfer.transfer;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Something that two of the bank's own people do to one transfer: one proposes it, another
/// approves it. None of it decides anything: it changes when recovery looks at the transfer again
/// and how long it is driven towards a credit. The decision stays the ledger's.
///
/// @param why in the proposer's words; 1 to 500 characters
/// @param decision empty while it waits for a second person
public record Intervention(
        UUID id,
        TransferId transfer,
        Kind kind,
        String why,
        OperatorId proposedBy,
        Instant proposedAt,
        Optional<Decision> decision) {

    private static final int WHY_MAX = 500;

    public Intervention {
        if (why.isBlank() || why.length() > WHY_MAX) {
            throw new IllegalArgumentException("why is 1 to " + WHY_MAX + " characters");
        }
        if (decision.map(made -> made.approved() && made.by().equals(proposedBy)).orElse(false)) {
            throw new IllegalArgumentException(
                    id + ": approved by " + proposedBy + ", who proposed it");
        }
    }

    /// What is done.
    public sealed interface Kind {

        /// Recovery takes the transfer up at once; what an operator had parked is parked no more.
        record DriveNow() implements Kind {}

        /// It is driven towards a credit until then, and at once.
        record Patience(Instant until) implements Kind {}

        /// It waits for a person. Its reversal is still tried, slowly.
        record Park() implements Kind {}

        /// The institution says that it has paid: recovery takes the transfer up at once, past its
        /// patience too, asks once more and credits what it is told.
        record CreditForward() implements Kind {

            /// How long it is driven towards the credit from the approval on, if its patience does
            /// not last longer.
            public static final Duration LASTS = Duration.ofMinutes(15);
        }
    }

    /// The second person's word. Whoever proposed it may take it back.
    public record Decision(boolean approved, OperatorId by, Instant at) {}

    public boolean isOpen() {
        return decision.isEmpty();
    }
}
