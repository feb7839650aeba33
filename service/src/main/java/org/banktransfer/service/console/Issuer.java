package org.banktransfer.service.console;

import org.banktransfer.service.console.ConsoleSettings.AtIssuer;
import org.banktransfer.service.http.SafeUrl;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// The issuer's two doors: where a browser is sent to sign in, and where the code that it brings
/// back is changed for a token. Where they are, its own document says (OpenID Connect Discovery
/// 1.0, section 4), which counts for some minutes. Strangers can make us ask the issuer, so it is
/// asked by few at once and, while it is down, seldom. Safe under concurrency: `lock` guards what
/// is known of it.
final class Issuer implements AutoCloseable {

    private static final int BYTES_MAX = 256 * 1_024;
    private static final int AT_ONCE = 16;
    private static final Duration DOORS_FOR = Duration.ofMinutes(5);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AtIssuer settings;
    private final InstantSource clock;
    private final HttpClient client;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Doors last;
    private Instant failedAt = Instant.EPOCH;

    private record Doors(URI authorization, URI token, Instant readAt) {}

    Issuer(AtIssuer settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        // A redirect is no answer.
        client =
                HttpClient.newBuilder()
                        .connectTimeout(settings.within())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /// Where a browser signs in.
    ///
    /// @param state comes back with the code
    /// @param verifier is asked for when the code is changed for the token
    /// @throws IOException if the issuer does not say
    URI signInAt(String state, String verifier) throws IOException {
        var question = new LinkedHashMap<String, String>();
        question.put("response_type", "code");
        question.put("client_id", settings.clientId());
        question.put("redirect_uri", settings.redirect().toString());
        question.put("scope", settings.scope());
        question.put("state", state);
        question.put("code_challenge", challenge(verifier));
        question.put("code_challenge_method", "S256");
        settings.resource().ifPresent(whom -> question.put("resource", whom));
        var door = doors().authorization();
        return URI.create(door + (door.getRawQuery() == null ? "?" : "&") + form(question));
    }

    /// @return the access token
    /// @throws IOException if the issuer gives none
    String tokenFor(String code, String verifier) throws IOException {
        var order = new LinkedHashMap<String, String>();
        order.put("grant_type", "authorization_code");
        order.put("code", code);
        order.put("redirect_uri", settings.redirect().toString());
        order.put("client_id", settings.clientId());
        order.put("code_verifier", verifier);
        settings.resource().ifPresent(whom -> order.put("resource", whom));
        var request =
                HttpRequest.newBuilder(doors().token())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(form(order)));
        settings.clientSecret().ifPresent(secret -> request.header("Authorization", basic(secret)));
        var token = change(request.build()).path("access_token").asString("");
        if (token.isEmpty()) {
            throw new IOException("the issuer gave no token");
        }
        return token;
    }

    /// RFC 6749, section 2.3.1: both parts are form-encoded first.
    private String basic(String secret) {
        var both = encoded(settings.clientId()) + ":" + encoded(secret);
        return "Basic "
                + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
    }

    private Doors doors() throws IOException {
        lock.lock();
        try {
            var known = last;
            if (known != null && isWithin(DOORS_FOR, known.readAt())) {
                return known;
            }
            if (isWithin(BETWEEN_TRIES, failedAt)) {
                throw new IOException(settings.issuer() + " did not answer a moment ago");
            }
            var read = readDoors();
            last = read;
            return read;
        } finally {
            lock.unlock();
        }
    }

    private boolean isWithin(Duration time, Instant since) {
        return clock.instant().isBefore(since.plus(time));
    }

    private Doors readDoors() throws IOException {
        try {
            return doorsIn(answer(HttpRequest.newBuilder(document()).build()));
        } catch (IOException e) {
            failedAt = clock.instant();
            throw e;
        }
    }

    private URI document() {
        return URI.create(settings.issuer().toString().replaceFirst("/$", "") + DOCUMENT);
    }

    private Doors doorsIn(JsonNode document) throws IOException {
        var issuer = settings.issuer().toString();
        if (!document.path("issuer").asString("").equals(issuer)) {
            throw new IOException(issuer + " publishes the document of another issuer");
        }
        return new Doors(
                door(document, "authorization_endpoint"),
                door(document, "token_endpoint"),
                clock.instant());
    }

    private URI door(JsonNode document, String name) throws IOException {
        try {
            var url = URI.create(document.path(name).asString(""));
            SafeUrl.require(url, name);
            return url;
        } catch (IllegalArgumentException e) {
            throw new IOException(settings.issuer() + " publishes no " + name, e);
        }
    }

    private JsonNode change(HttpRequest request) throws IOException {
        try {
            if (!places.tryAcquire(1, TimeUnit.SECONDS)) {
                throw new IOException("too many sign in at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", e);
        }
        try {
            return answer(request);
        } finally {
            places.release();
        }
    }

    /// The client's own deadline is for the headers only: a body could drip on.
    private JsonNode answer(HttpRequest request) throws IOException {
        var path = request.uri().getPath();
        var sent =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
        try {
            var answer = sent.get(settings.within().toNanos(), TimeUnit.NANOSECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException(path + " answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException(path + " answered no JSON", e);
        } catch (TimeoutException e) {
            throw new IOException(path + " did not answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(path + " did not answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", e);
        } finally {
            sent.cancel(true);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String challenge(String verifier) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
