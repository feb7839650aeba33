package org.banktransfer.service.http;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.banktransfer.event.Delivery;
import org.banktransfer.event.EndpointId;
import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventType;
import org.banktransfer.event.WebhookEndpoint;
import org.banktransfer.event.WebhookEndpoint.Disabled;
import org.banktransfer.event.WebhookEndpoint.Wanted;
import org.banktransfer.event.Webhooks;
import org.banktransfer.identity.OperatorId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Operators say where events are delivered to, and see what became of them.
public final class WebhookRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);

    private static final int DESCRIPTION_MAX = 200;
    private static final int REPLAY_MAX = 10_000;

    private static final String PATH = "/v1/webhook-endpoints";

    private final Door door;
    private final Webhooks webhooks;
    private final Rules rules;
    private final InstantSource clock;
    private final RandomGenerator chance;

    /// What those say who deliver.
    ///
    /// @param whyNot what is wrong with a URL; empty if nothing is
    /// @param secretOf the newest signing secret of an endpoint; empty if this bank has no webhooks
    /// @param oldSecretFor how long the one before signs as well
    public record Rules(
            Function<String, Optional<String>> whyNot,
            Optional<Function<WebhookEndpoint, String>> secretOf,
            Duration oldSecretFor) {}

    /// @param chance must be unpredictable
    public WebhookRoutes(
            Door door,
            Webhooks webhooks,
            Rules rules,
            InstantSource clock,
            RandomGenerator chance) {
        this.door = door;
        this.webhooks = webhooks;
        this.rules = rules;
        this.clock = clock;
        this.chance = chance;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PATH, this::list),
                Route.post(PATH, this::create),
                Route.get(PATH + "/{id}", this::read),
                Route.put(PATH + "/{id}", this::change),
                Route.delete(PATH + "/{id}", this::remove),
                Route.post(PATH + "/{id}/secret", this::rotate),
                Route.post(PATH + "/{id}/replay", this::replay),
                Route.get(PATH + "/{id}/deliveries", this::deliveries));
    }

    /// @param secret shown when it is made, and never again
    record EndpointJson(
            String id,
            String url,
            String description,
            List<String> types,
            String status,
            @Nullable String disabledBecause,
            @Nullable Instant failingSince,
            @Nullable Instant oldSecretUntil,
            Instant createdAt,
            Instant updatedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

        static EndpointJson of(WebhookEndpoint endpoint, @Nullable String secret) {
            return new EndpointJson(
                    endpoint.id().toString(),
                    endpoint.wanted().url(),
                    endpoint.wanted().description(),
                    endpoint.wanted().types().stream().map(EventType::written).sorted().toList(),
                    endpoint.disabled().isPresent() ? "disabled" : "enabled",
                    endpoint.disabled().map(EndpointJson::word).orElse(null),
                    endpoint.failingSince().orElse(null),
                    endpoint.oldSecretUntil().orElse(null),
                    endpoint.createdAt(),
                    endpoint.updatedAt(),
                    secret);
        }

        private static String word(Disabled why) {
            return why.name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param nextAttemptAt null unless it waits
    record DeliveryJson(
            String event,
            String type,
            String transfer,
            String state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant lastAttemptAt,
            @Nullable String lastOutcome) {

        static DeliveryJson of(Delivery delivery) {
            return new DeliveryJson(
                    delivery.event().id(),
                    delivery.event().type().written(),
                    delivery.event().transfer().id().toString(),
                    delivery.state().name().toLowerCase(Locale.ROOT),
                    delivery.attempts(),
                    delivery.state() == Delivery.State.WAITING ? delivery.dueAt() : null,
                    delivery.lastAttemptAt().orElse(null),
                    delivery.lastOutcome().orElse(null));
        }
    }

    private Answer list(Call call) {
        door.operator(call);
        return Answer.json(
                200,
                Page.all(
                        webhooks.endpoints().stream()
                                .map(endpoint -> EndpointJson.of(endpoint, null))
                                .toList()));
    }

    private Answer read(Call call) {
        door.operator(call);
        return Answer.json(200, EndpointJson.of(found(call), null));
    }

    private Answer create(Call call) {
        var by = door.operator(call).asOperator();
        var secretOf = secretOf();
        var wish = wish(call, false);
        var endpoint =
                WebhookEndpoint.begin(EndpointId.next(chance), wish.wanted(), clock.instant());
        if (!webhooks.add(endpoint)) {
            throw Problem.invalid(
                    "", "There are " + Webhooks.ENDPOINTS_MAX + " endpoints already.");
        }
        log(by, "made", endpoint.id());
        return Answer.json(201, EndpointJson.of(endpoint, secretOf.apply(endpoint)))
                .with("Location", PATH + "/" + endpoint.id());
    }

    private Answer change(Call call) {
        var by = door.operator(call).asOperator();
        var wish = wish(call, true);
        var id = found(call).id();
        log(by, "changes", id);
        return webhooks.change(id, wish.wanted(), wish.disabled(), clock.instant())
                .map(endpoint -> Answer.json(200, EndpointJson.of(endpoint, null)))
                .orElseThrow(Problem::notFound);
    }

    private Answer remove(Call call) {
        var by = door.operator(call).asOperator();
        if (!webhooks.remove(found(call).id())) {
            throw Problem.notFound();
        }
        log(by, "removed", id(call));
        return Answer.nothing();
    }

    private Answer rotate(Call call) {
        var by = door.operator(call).asOperator();
        var secretOf = secretOf();
        var now = clock.instant();
        var endpoint =
                webhooks.rotate(id(call), now.plus(rules.oldSecretFor()), now)
                        .orElseThrow(Problem::notFound);
        log(by, "gave a new secret to", endpoint.id());
        return Answer.json(200, EndpointJson.of(endpoint, secretOf.apply(endpoint)));
    }

    private Answer replay(Call call) {
        var by = door.operator(call).asOperator();
        var body = call.body().read();
        ContentType.requireJson(call);
        var errors = new ArrayList<FieldError>();
        var fields = Fields.ofBody(body, errors);
        var rule = "is a time as RFC 3339 writes it, in UTC";
        var from = fields.string("from", rule, WebhookRoutes::time);
        var to = fields.string("to", rule, WebhookRoutes::time);
        fields.refuseOthers();
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        var id = found(call).id();
        int queued =
                webhooks.replay(
                        id, from.orElseThrow(), to.orElseThrow(), clock.instant(), REPLAY_MAX);
        if (queued > REPLAY_MAX) {
            throw Problem.invalid(
                    "", "There are more than " + REPLAY_MAX + " events; take less time at once.");
        }
        log(by, "replays to", id);
        return Answer.json(202, Map.of("queued", queued));
    }

    private Answer deliveries(Call call) {
        door.operator(call);
        int limit = Page.limit(call);
        var before = Page.cursor(call, EventCursor::parse);
        var state = call.query("state").map(WebhookRoutes::state);
        var found = webhooks.deliveries(found(call).id(), state, before, limit);
        return Answer.json(
                200,
                Page.of(found, limit, delivery -> delivery.event().at().toString())
                        .map(page -> page.stream().map(DeliveryJson::of).toList()));
    }

    /// What a body asks for.
    private record Wish(Wanted wanted, Optional<Disabled> disabled) {}

    private Wish wish(Call call, boolean withStatus) {
        var body = call.body().read();
        ContentType.requireJson(call);
        var errors = new ArrayList<FieldError>();
        var fields = Fields.ofBody(body, errors);
        var url = fields.string("url", "is a URL", Function.identity());
        url.flatMap(rules.whyNot()).ifPresent(whyNot -> errors.add(new FieldError("/url", whyNot)));
        var description =
                fields.optionalString(
                        "description",
                        "is at most " + DESCRIPTION_MAX + " characters",
                        WebhookRoutes::description);
        var types = fields.strings("types", "is a list of types of events", EventType::parse);
        var disabled =
                withStatus
                        ? fields.string("status", "is enabled or disabled", WebhookRoutes::disabled)
                        : Optional.of(Optional.<Disabled>empty());
        fields.refuseOthers();
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new Wish(
                new Wanted(url.orElseThrow(), description.orElse(""), Set.copyOf(types)),
                disabled.orElseThrow());
    }

    private static String description(String text) {
        if (text.length() > DESCRIPTION_MAX || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("too long");
        }
        return text;
    }

    private static Optional<Disabled> disabled(String status) {
        return switch (status) {
            case "enabled" -> Optional.empty();
            case "disabled" -> Optional.of(Disabled.BY_OPERATOR);
            default -> throw new IllegalArgumentException("not a status");
        };
    }

    private static Instant time(String written) {
        try {
            return Instant.parse(written);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time", e);
        }
    }

    private static Delivery.State state(String written) {
        return switch (written) {
            case "waiting" -> Delivery.State.WAITING;
            case "delivered" -> Delivery.State.DELIVERED;
            case "given_up" -> Delivery.State.GIVEN_UP;
            default -> throw Problem.invalid("", "state is waiting, delivered or given_up.");
        };
    }

    private Function<WebhookEndpoint, String> secretOf() {
        return rules.secretOf()
                .orElseThrow(() ->
                        Problem.unavailable("This bank has no webhooks: webhooks.key is not set."));
    }

    private WebhookEndpoint found(Call call) {
        return webhooks.find(id(call)).orElseThrow(Problem::notFound);
    }

    private static EndpointId id(Call call) {
        try {
            return EndpointId.parse(call.inPath("id"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }

    private static void log(OperatorId by, String did, EndpointId endpoint) {
        LOG.info("operator {} {} webhook endpoint {}", by.value(), did, endpoint);
    }
}
