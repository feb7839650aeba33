package org.banktransfer.service.http;

import com.nimbusds.jose.jwk.JWKSet;

import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.desk.EventDesk;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.service.fake.FakeWebhooks;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The real HTTP server on a free port, before a bank in memory. Every exchange through it is held
/// to the contract.
final class ApiWorld implements AutoCloseable {

    static final String NUMBER = "6034932528973614";
    static final String WISH =
            """
            {"account": "acc_ann", "institution": "sandbox",
             "card": {"number": "6034932528973614", "pin": "4821"},
             "amount": 2500, "currency": "USD"}
            """;

    /// A stream that says often that it lives, and does not live long.
    static final ProgressSettings PROGRESS =
            new ProgressSettings(4, 2, Duration.ofMillis(100), Duration.ofSeconds(8));

    private static final Contract CONTRACT = new Contract();

    final Tokens tokens = new Tokens();
    final FakeBank bank;

    /// Method, route and status of everything that was answered.
    final List<String> answered = new CopyOnWriteArrayList<>();

    final List<String> outOfReach = new CopyOnWriteArrayList<>();
    final Readiness readiness;
    volatile boolean keysInReach = true;
    final EventDesk events;
    final FakeWebhooks webhooks = new FakeWebhooks();
    final HttpApi api;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    ApiWorld() {
        this(DeskSettings.defaults(Duration.ofSeconds(3)));
    }

    ApiWorld(DeskSettings deskSettings) {
        this(deskSettings, HttpSettings.defaults("127.0.0.1", 0));
    }

    ApiWorld(DoorSettings doorSettings) {
        this(
                DeskSettings.defaults(Duration.ofSeconds(3)),
                HttpSettings.defaults("127.0.0.1", 0),
                doorSettings);
    }

    ApiWorld(DeskSettings deskSettings, HttpSettings settings) {
        this(deskSettings, settings, DoorSettings.defaults());
    }

    ApiWorld(DeskSettings deskSettings, HttpSettings settings, DoorSettings doorSettings) {
        bank = new FakeBank(deskSettings);
        readiness = new Readiness(() -> outOfReach, bank.clock);
        var auth = AuthSettings.defaults(Tokens.ISSUER, Tokens.AUDIENCE, Tokens.UNUSED);
        var keys =
                new SigningKeys(this::fetchKeys, auth.keysFor(), auth.staleKeysFor(), bank.clock);
        var door = new Door(new Authenticator(auth, keys, bank.clock), doorSettings, bank.clock);
        events = new EventDesk(bank.store);
        api =
                HttpApi.serve(
                        settings,
                        it -> answered.add(it.method() + " " + it.route() + " " + it.status()),
                        bank.clock,
                        bank.chance,
                        List.of(
                                new TransferRoutes(
                                        door,
                                        readiness,
                                        bank.redemption,
                                        bank.desk,
                                        new CardFingerprints(new byte[32]),
                                        settings.answerWithin(),
                                        bank.clock),
                                new TransferReadRoutes(door, bank.store, bank.ledger, bank.desk),
                                new ProgressRoutes(door, bank.store, bank.desk, PROGRESS),
                                new AccountRoutes(door, bank.ledger, bank.clock),
                                new EventRoutes(door, events),
                                new WebhookRoutes(
                                        door, webhooks, webhookRules(), bank.clock, bank.chance),
                                new OperationRoutes(readiness, () -> "up 1\n"),
                                new PageRoutes(),
                                new ReferenceRoutes()));
    }

    private static WebhookRoutes.Rules webhookRules() {
        return new WebhookRoutes.Rules(
                url -> url.startsWith("https:") ? Optional.empty() : Optional.of("is an https URL"),
                Optional.of(endpoint ->
                        "whsec_"
                                + Base64.getEncoder()
                                        .encodeToString(new byte[32])
                                        .replaceFirst("A", "" + endpoint.secretNumber())),
                Duration.ofHours(24));
    }

    private JWKSet fetchKeys() throws IOException {
        if (!keysInReach) {
            throw new IOException("the issuer is out of reach");
        }
        return tokens.publicKeys();
    }

    int port() {
        return api.port();
    }

    /// Presses as ann.
    Exchange press(String key, String wish, String... headers) {
        return pressAs(tokens.of("ann"), key, wish, headers);
    }

    Exchange pressAs(String token, String key, String wish, String... headers) {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        all.addAll(List.of("Content-Type", "application/json", "Idempotency-Key", key));
        all.addAll(List.of(headers));
        return send("POST", "/v1/transfers", wish, all.toArray(String[]::new));
    }

    Exchange get(String path) {
        return getAs(tokens.of("ann"), path);
    }

    Exchange getAs(String token, String path) {
        return send("GET", path, "", "Authorization", "Bearer " + token);
    }

    Exchange post(String token, String path, String body) {
        return sendJson("POST", token, path, body);
    }

    Exchange put(String token, String path, String body) {
        return sendJson("PUT", token, path, body);
    }

    private Exchange sendJson(String method, String token, String path, String body) {
        return send(
                method,
                path,
                body,
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/json");
    }

    /// @param headers names and values in turn
    Exchange send(String method, String path, String body, String... headers) {
        var exchange = unchecked(method, path, body, headers);
        CONTRACT.check(method, path, parsed(body), exchange);
        return exchange;
    }

    /// For what is not part of the contract, such as the page.
    Exchange plain(String path) {
        return unchecked("GET", path, "");
    }

    /// What a browser sends on behalf of a page of another origin, which knows of no contract.
    Exchange fromElsewhere(String method, String path, String body, String... headers) {
        return unchecked(method, path, body, headers);
    }

    /// The status alone, of what the contract says nothing about.
    ///
    /// @param token empty for none
    int status(String method, String path, String token) {
        var headers =
                token.isEmpty() ? new String[0] : new String[] {"Authorization", "Bearer " + token};
        return unchecked(method, path, "", headers).status();
    }

    private Exchange unchecked(String method, String path, String body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(40))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Exchange(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<JsonNode> parsed(String body) {
        try {
            return body.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Json.read(body.getBytes(StandardCharsets.UTF_8)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// What the raw socket of a test is to send for a wish.
    Map<String, String> wishHeaders(String key) {
        return Map.of(
                "Host",
                "127.0.0.1",
                "Authorization",
                "Bearer " + tokens.of("ann"),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);
    }

    @Override
    public void close() {
        bank.close();
        api.close();
        client.close();
    }
}
