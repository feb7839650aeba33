package org.banktransfer.event;

import java.time.Instant;
import java.util.Optional;

/// One event on its way to one endpoint.
///
/// @param attempts made so far
/// @param dueAt when it is tried next, if it waits
/// @param lastAttemptAt when it was tried last
/// @param lastOutcome what came of that, for people
public record Delivery(
        EndpointId endpoint,
        TransferEvent event,
        State state,
        int attempts,
        Instant dueAt,
        Optional<Instant> lastAttemptAt,
        Optional<String> lastOutcome) {

    /// Where it stands.
    public enum State {
        /// To be tried, or tried again.
        WAITING,
        /// The endpoint has taken it.
        DELIVERED,
        /// It was tried as often as the schedule says. A replay tries it again.
        GIVEN_UP
    }

    /// What came of one attempt.
    public sealed interface Result {

        /// For people.
        String outcome();

        /// It was taken.
        record Taken(String outcome) implements Result {}

        /// It was not, and is tried again then.
        record Later(String outcome, Instant dueAt) implements Result {}

        /// It was not, for the last time.
        record GivenUp(String outcome) implements Result {}

        /// The endpoint wants no more of any event.
        record Gone(String outcome) implements Result {}
    }
}
