package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class SigningKeysTest {

    private static final JWKSet FIRST = new JWKSet(Tokens.newKey("first").toPublicJWK());
    private static final JWKSet SECOND = new JWKSet(Tokens.newKey("second").toPublicJWK());

    private static final String DOCUMENT = "/.well-known/openid-configuration";

    private volatile CountDownLatch answers = new CountDownLatch(0);
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private JWKSet published = FIRST;
    private boolean inReach = true;
    private final AtomicInteger fetches = new AtomicInteger();
    private final SigningKeys keys =
            new SigningKeys(this::fetch, Duration.ofMinutes(5), Duration.ofHours(1), () -> now);

    private JWKSet fetch() throws IOException {
        fetches.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (!inReach) {
            throw new IOException("out of reach");
        }
        return published;
    }

    private boolean knows(String id) throws KeySourceException {
        return !keys.get(selector(id), null).isEmpty();
    }

    private static JWKSelector selector(String id) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
    }

    @Test
    void keys_are_fetched_once_and_used_for_a_while() throws KeySourceException {
        for (int i = 0; i < 10; i++) {
            assertThat(knows("first")).isTrue();
        }
        assertThat(fetches).hasValue(1);

        now = now.plus(Duration.ofMinutes(6));
        assertThat(knows("first")).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void a_new_key_is_found_when_a_token_names_it() throws KeySourceException {
        assertThat(knows("first")).isTrue();
        published = SECOND;
        now = now.plus(Duration.ofSeconds(6));

        assertThat(knows("second")).isTrue();
    }

    @Test
    void made_up_keys_make_no_storm_of_fetches() throws KeySourceException {
        for (int i = 0; i < 100; i++) {
            assertThat(knows("made-up-" + i)).isFalse();
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void an_issuer_out_of_reach_leaves_us_its_last_keys_for_an_hour() throws KeySourceException {
        assertThat(knows("first")).isTrue();
        inReach = false;

        now = now.plus(Duration.ofMinutes(59));
        assertThat(knows("first")).isTrue();
        now = now.plus(Duration.ofMinutes(2));
        assertThatThrownBy(() -> knows("first")).isInstanceOf(KeySourceException.class);
        inReach = true;
        now = now.plus(Duration.ofSeconds(6));
        assertThat(knows("first")).isTrue();
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void an_issuer_whose_answer_never_ends_holds_up_nobody_else() throws Exception {
        assertThat(knows("first")).isTrue();
        answers = new CountDownLatch(1);
        now = now.plus(Duration.ofMinutes(6));
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = others.submit(() -> knows("first"));
            Await.until(() -> fetches.get() == 2);
            now = now.plus(Duration.ofSeconds(6));

            assertThat(knows("first")).isTrue();

            assertThat(held.isDone()).isFalse();
            answers.countDown();
            assertThat(held.get()).isTrue();
        }
    }

    @Test
    void without_any_keys_nobody_is_judged() {
        inReach = false;

        assertThatThrownBy(() -> knows("first")).isInstanceOf(KeySourceException.class);
        assertThatThrownBy(() -> knows("first")).isInstanceOf(KeySourceException.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keys_come_from_a_file(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("keys.json"), FIRST.toString());

        var ofFile = SigningKeys.of(settings(new AuthKeys.InFile(file)), () -> now);

        assertThat(ofFile.get(selector("first"), null)).hasSize(1);
    }

    @Test
    void keys_come_from_a_url_and_a_slow_one_is_given_up() throws Exception {
        try (var web = new Web()) {
            web.answers("/keys", 200, FIRST.toString());
            web.keepsSilent("/silence");

            assertThat(at(web.url("/keys")).get(selector("first"), null)).hasSize(1);
            assertOutOfReach(at(web.url("/silence")));
        }
    }

    @Test
    void what_is_no_set_of_keys_is_none_and_a_redirect_is_not_followed() throws Exception {
        try (var web = new Web()) {
            web.answers("/keys", 200, FIRST.toString());
            web.redirects("/moved", "/keys");
            web.answers("/page", 200, "<html>");
            web.answers("/broken", 500, FIRST.toString());
            web.answers("/endless", 200, " ".repeat(300 * 1_024) + FIRST);

            for (var path : new String[] {"/moved", "/page", "/broken", "/endless", "/nothing"}) {
                assertOutOfReach(at(web.url(path)));
            }
        }
    }

    @Test
    void keys_are_where_the_issuers_own_document_says() throws Exception {
        try (var web = new Web()) {
            web.answers("/realm" + DOCUMENT, 200, document(web.url("/realm"), web.url("/keys")));
            web.answers("/keys", 200, FIRST.toString());

            var keys = discoveredBy(web.url("/realm"));

            assertThat(keys.get(selector("first"), null)).hasSize(1);
            web.answers("/others", 200, SECOND.toString());
            web.answers("/realm" + DOCUMENT, 200, document(web.url("/realm"), web.url("/others")));
            now = now.plus(Duration.ofSeconds(6));
            assertThat(keys.get(selector("second"), null)).as("it may move").hasSize(1);
        }
    }

    @Test
    void a_document_that_names_another_issuer_or_no_safe_place_for_keys_gives_none()
            throws Exception {
        try (var web = new Web()) {
            web.answers("/keys", 200, FIRST.toString());
            var keys = web.url("/keys");
            web.answers("/a" + DOCUMENT, 200, document("https://elsewhere.invalid", keys));
            web.answers("/b" + DOCUMENT, 200, document(web.url("/b") + "/", keys));
            web.answers("/c" + DOCUMENT, 200, document(web.url("/c"), "http://keys.invalid/"));
            web.answers("/d" + DOCUMENT, 200, document(web.url("/d"), "file:///etc/keys.json"));
            web.answers("/e" + DOCUMENT, 200, "{\"issuer\": \"" + web.url("/e") + "\"}");
            web.answers("/f" + DOCUMENT, 200, "nothing");

            for (var realm : new String[] {"/a", "/b", "/c", "/d", "/e", "/f", "/g"}) {
                assertOutOfReach(discoveredBy(web.url(realm)));
            }
        }
    }

    private static String document(String issuer, String keys) {
        return "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}".formatted(issuer, keys);
    }

    private SigningKeys at(String url) {
        return SigningKeys.of(settings(new AuthKeys.AtUrl(URI.create(url))), () -> now);
    }

    private SigningKeys discoveredBy(String issuer) {
        return SigningKeys.of(settings(new AuthKeys.Discovered(URI.create(issuer))), () -> now);
    }

    private static void assertOutOfReach(SigningKeys keys) {
        assertThatThrownBy(() -> keys.get(selector("first"), null))
                .isInstanceOf(KeySourceException.class);
    }

    private static AuthSettings settings(AuthKeys keys) {
        var usual = AuthSettings.defaults(Tokens.ISSUER, Tokens.AUDIENCE, keys);
        return new AuthSettings(
                usual.issuer(),
                usual.audience(),
                keys,
                usual.clockSkew(),
                Duration.ofMillis(300),
                usual.keysFor(),
                usual.staleKeysFor());
    }

    /// A web server on this machine that answers as it is told.
    private static final class Web implements AutoCloseable {

        private final HttpServer server;
        private final Map<String, HttpHandler> paths = new ConcurrentHashMap<>();

        Web() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::handle);
            server.start();
        }

        private void handle(HttpExchange exchange) throws IOException {
            paths.getOrDefault(
                            exchange.getRequestURI().getPath(),
                            nothing -> {
                                nothing.sendResponseHeaders(404, -1);
                                nothing.close();
                            })
                    .handle(exchange);
        }

        String url(String path) {
            return "http://127.0.0.1:" + server.getAddress().getPort() + path;
        }

        void answers(String path, int status, String text) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            paths.put(
                    path,
                    exchange -> {
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
        }

        void redirects(String path, String to) {
            paths.put(
                    path,
                    exchange -> {
                        exchange.getResponseHeaders().set("Location", url(to));
                        exchange.sendResponseHeaders(302, -1);
                        exchange.close();
                    });
        }

        void keepsSilent(String path) {
            paths.put(path, _ -> {});
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
