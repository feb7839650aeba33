package org.banktransfer.service.fake;

import org.banktransfer.event.Delivery;
import org.banktransfer.event.EndpointId;
import org.banktransfer.event.EventCursor;
import org.banktransfer.event.WebhookEndpoint;
import org.banktransfer.event.WebhookEndpoint.Disabled;
import org.banktransfer.event.WebhookEndpoint.Wanted;
import org.banktransfer.event.Webhooks;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Endpoints in memory, to which nothing is delivered. Safe under concurrency.
public final class FakeWebhooks implements Webhooks {

    private final Map<EndpointId, WebhookEndpoint> endpoints = new LinkedHashMap<>();

    @Override
    public synchronized boolean add(WebhookEndpoint endpoint) {
        endpoints.put(endpoint.id(), endpoint);
        return true;
    }

    @Override
    public synchronized List<WebhookEndpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    @Override
    public synchronized Optional<WebhookEndpoint> find(EndpointId id) {
        return Optional.ofNullable(endpoints.get(id));
    }

    @Override
    public synchronized Optional<WebhookEndpoint> change(
            EndpointId id, Wanted wanted, Optional<Disabled> disabled, Instant now) {
        return Optional.ofNullable(
                endpoints.computeIfPresent(
                        id,
                        (_, old) ->
                                new WebhookEndpoint(
                                        id,
                                        wanted,
                                        disabled,
                                        old.secretNumber(),
                                        old.oldSecretUntil(),
                                        old.failingSince(),
                                        old.createdAt(),
                                        now)));
    }

    @Override
    public synchronized boolean remove(EndpointId id) {
        return endpoints.remove(id) != null;
    }

    @Override
    public synchronized Optional<WebhookEndpoint> rotate(
            EndpointId id, Instant oldUntil, Instant now) {
        return Optional.ofNullable(
                endpoints.computeIfPresent(
                        id,
                        (_, old) ->
                                new WebhookEndpoint(
                                        id,
                                        old.wanted(),
                                        old.disabled(),
                                        old.secretNumber() + 1,
                                        Optional.of(oldUntil),
                                        old.failingSince(),
                                        old.createdAt(),
                                        now)));
    }

    @Override
    public int fanOut(Instant now, int limit) {
        return 0;
    }

    @Override
    public List<WebhookEndpoint> due(Instant now) {
        return List.of();
    }

    @Override
    public List<Delivery> claimDue(EndpointId id, Instant now, Instant claimedUntil, int limit) {
        return List.of();
    }

    @Override
    public void record(Delivery delivery, Delivery.Result result, Instant at, Instant failingMax) {
        throw new IllegalStateException("nothing was claimed");
    }

    @Override
    public List<Delivery> deliveries(
            EndpointId id,
            Optional<Delivery.State> state,
            Optional<EventCursor> before,
            int limit) {
        return List.of();
    }

    @Override
    public int replay(EndpointId id, Instant from, Instant to, Instant now, int limit) {
        return 0;
    }
}
