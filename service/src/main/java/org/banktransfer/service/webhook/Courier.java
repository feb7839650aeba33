package org.banktransfer.service.webhook;

import org.banktransfer.event.Delivery;
import org.banktransfer.event.Delivery.Result;
import org.banktransfer.event.EndpointId;
import org.banktransfer.event.RetrySchedule;
import org.banktransfer.event.TransferEvent;
import org.banktransfer.event.WebhookEndpoint;
import org.banktransfer.event.Webhooks;
import org.banktransfer.service.webhook.Post.Heard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Gives events to the endpoints' queues and delivers what is due. Each endpoint has places of its
/// own, so one that is slow or dead holds up nobody else. What a node that dies has claimed is due
/// again when its claim ends, for any node. Safe under concurrency.
public final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /// Deliveries to one endpoint that this node has under way at once.
    private static final int AT_ONCE = 8;

    private static final int FAN_OUT_MAX = 500;

    /// Beyond the attempt itself, for recording what came of it.
    private static final Duration CLAIM_MARGIN = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);

    private final Webhooks webhooks;
    private final Secrets secrets;
    private final Function<TransferEvent, byte[]> written;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Executor threads;
    private final ConcurrentHashMap<EndpointId, Semaphore> places = new ConcurrentHashMap<>();

    /// @param written an event as a CloudEvent in JSON
    /// @param chance must be safe under concurrency
    /// @param threads runs each delivery; blocks nobody
    public Courier(
            Webhooks webhooks,
            Secrets secrets,
            Function<TransferEvent, byte[]> written,
            WebhookSettings settings,
            InstantSource clock,
            RandomGenerator chance,
            Executor threads) {
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.written = written;
        this.settings = settings;
        this.clock = clock;
        this.chance = chance;
        this.threads = threads;
    }

    /// Puts new events into queues and sets deliveries going.
    ///
    /// @return how many events and deliveries
    public int runOnce() {
        var now = clock.instant();
        int did = webhooks.fanOut(now, FAN_OUT_MAX);
        for (var endpoint : webhooks.due(now)) {
            did += deliverDue(endpoint, now);
        }
        return did;
    }

    private int deliverDue(WebhookEndpoint endpoint, Instant now) {
        var free = places.computeIfAbsent(endpoint.id(), _ -> new Semaphore(AT_ONCE));
        int room = free.drainPermits();
        if (room == 0) {
            return 0;
        }
        int taken = 0;
        try {
            var until = now.plus(settings.answerWithin()).plus(CLAIM_MARGIN);
            for (var delivery : webhooks.claimDue(endpoint.id(), now, until, room)) {
                threads.execute(() -> {
                    try {
                        deliver(endpoint, delivery);
                    } finally {
                        free.release();
                    }
                });
                taken++;
            }
            return taken;
        } finally {
            free.release(room - taken);
        }
    }

    private void deliver(WebhookEndpoint endpoint, Delivery delivery) {
        try {
            var heard = attempt(endpoint, delivery.event());
            var now = clock.instant();
            var result = result(heard, delivery, now);
            webhooks.record(delivery, result, now, now.minus(settings.disableAfter()));
            if (result instanceof Result.Gone) {
                LOG.warn("webhook endpoint {} is gone and gets no more", endpoint.id());
            }
        } catch (RuntimeException e) {
            // What was claimed is due again when its claim ends.
            LOG.warn("{} to {}: {}", delivery.event().id(), endpoint.id(), e.toString());
        }
    }

    private Heard attempt(WebhookEndpoint endpoint, TransferEvent event) {
        var url = endpoint.wanted().url();
        var whyNot = settings.reach().whyNot(url);
        if (whyNot.isPresent()) {
            return new Heard.Nothing("not sent: its URL is not what " + whyNot.get());
        }
        var now = clock.instant();
        var body = written.apply(event);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/cloudevents+json");
        headers.put("User-Agent", "BankTransfer");
        headers.put("webhook-id", event.id());
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put(
                "webhook-signature",
                secrets.signatures(endpoint, event.id(), now.getEpochSecond(), body, now));
        return Post.send(settings.reach(), URI.create(url), headers, body, settings.answerWithin());
    }

    private Result result(Heard heard, Delivery delivery, Instant now) {
        return switch (heard) {
            case Heard.Answer(var status, _) when status < 300 -> new Result.Taken("" + status);
            case Heard.Answer(var status, _) when status == 410 -> new Result.Gone("410");
            case Heard.Answer(var status, var retryAfter) ->
                    later("" + status, delivery, now, retryAfter.orElse(Duration.ZERO));
            case Heard.Nothing(var why) -> later(why, delivery, now, Duration.ZERO);
        };
    }

    /// @param atLeast as the endpoint has asked; cut to a day
    private Result later(String outcome, Delivery delivery, Instant now, Duration atLeast) {
        return RetrySchedule.pauseAfter(delivery.attempts() + 1, chance)
                .map(pause -> max(pause, min(atLeast, RETRY_AFTER_MAX)))
                .<Result>map(pause -> new Result.Later(outcome, now.plus(pause)))
                .orElseGet(() -> new Result.GivenUp(outcome));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
