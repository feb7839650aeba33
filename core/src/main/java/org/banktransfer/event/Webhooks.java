package org.banktransfer.event;

import org.banktransfer.event.WebhookEndpoint.Disabled;
import org.banktransfer.event.WebhookEndpoint.Wanted;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Our record of webhook endpoints and of what is on its way to each. An event comes to an
/// endpoint's queue once, whatever dies when, and leaves it once it was taken or given up.
///
/// Safe under concurrency, from any number of nodes. Every call throws `StoreUnreachable` if the
/// store cannot be reached in time.
public interface Webhooks {

    /// How many endpoints there may be.
    int ENDPOINTS_MAX = 100;

    /// Adds an endpoint, which is told what happens from now on.
    ///
    /// @return false if there are too many
    boolean add(WebhookEndpoint endpoint);

    /// All of them, oldest first.
    List<WebhookEndpoint> endpoints();

    Optional<WebhookEndpoint> find(EndpointId id);

    /// Changes what an operator says of it. Whoever enables it again sets its queue going at once,
    /// from the start of the schedule, with all that happened meanwhile.
    ///
    /// @param disabled empty enables it
    /// @return as it is now; empty if there is none
    Optional<WebhookEndpoint> change(
            EndpointId id, Wanted wanted, Optional<Disabled> disabled, Instant now);

    /// Forgets it and its queue.
    ///
    /// @return false if there is none
    boolean remove(EndpointId id);

    /// Gives it a new secret.
    ///
    /// @param oldUntil until when the one before signs as well
    /// @return as it is now; empty if there is none
    Optional<WebhookEndpoint> rotate(EndpointId id, Instant oldUntil, Instant now);

    /// Puts events that an enabled endpoint has not been given into its queue.
    ///
    /// @param limit at most so many for each endpoint
    /// @return how many events were looked at
    int fanOut(Instant now, int limit);

    /// Enabled endpoints with something to be tried now.
    List<WebhookEndpoint> due(Instant now);

    /// Claims what is to be tried now, longest due first. No event is claimed while an earlier one
    /// of its transfer waits for the same endpoint. What is claimed is due again when the claim
    /// ends, unless something is recorded before.
    List<Delivery> claimDue(EndpointId id, Instant now, Instant claimedUntil, int limit);

    /// Records one attempt. Says nothing of a delivery that was taken meanwhile. An endpoint at
    /// which every attempt has failed for long enough is disabled, and one that is gone at once.
    ///
    /// @param failingMax disable it if all attempts have failed since then
    void record(Delivery delivery, Delivery.Result result, Instant at, Instant failingMax);

    /// The endpoint's deliveries, newest event first.
    ///
    /// @param before go on from this place
    /// @param limit at most so many; 1 to 100
    List<Delivery> deliveries(
            EndpointId id, Optional<Delivery.State> state, Optional<EventCursor> before, int limit);

    /// Delivers again, or for the first time, what happened in a stretch of time.
    ///
    /// @param from inclusive
    /// @param to exclusive
    /// @param limit at most so many
    /// @return how many there are; more than `limit` says that nothing was done
    int replay(EndpointId id, Instant from, Instant to, Instant now, int limit);
}
