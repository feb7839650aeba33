package org.banktransfer.event;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A place that events are delivered to.
///
/// @param disabled why nothing is delivered to it; empty if it is enabled
/// @param secretNumber which of its secrets signs; grows by one with each rotation
/// @param oldSecretUntil until when the secret before signs as well
/// @param failingSince the first of the attempts that have all failed since; empty if the last one
///   went well
public record WebhookEndpoint(
        EndpointId id,
        Wanted wanted,
        Optional<Disabled> disabled,
        int secretNumber,
        Optional<Instant> oldSecretUntil,
        Optional<Instant> failingSince,
        Instant createdAt,
        Instant updatedAt) {

    /// What an operator says of it.
    ///
    /// @param url where it is
    /// @param description for people
    /// @param types which events it is told; all if there are none here
    public record Wanted(String url, String description, Set<EventType> types) {

        public Wanted {
            types = Set.copyOf(types);
        }
    }

    /// Why nothing is delivered. Its deliveries wait meanwhile.
    public enum Disabled {
        /// An operator said so.
        BY_OPERATOR,
        /// It answered 410: it wants no more.
        GONE,
        /// Every attempt has failed for days.
        FAILING
    }

    /// A new one, enabled.
    public static WebhookEndpoint begin(EndpointId id, Wanted wanted, Instant now) {
        return new WebhookEndpoint(
                id, wanted, Optional.empty(), 1, Optional.empty(), Optional.empty(), now, now);
    }

    /// Whether the secret before the newest signs as well.
    public boolean isOldSecretValid(Instant now) {
        return oldSecretUntil.filter(now::isBefore).isPresent();
    }
}
