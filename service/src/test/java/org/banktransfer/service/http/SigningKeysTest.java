package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

class SigningKeysTest {

    private static final JWKSet FIRST = new JWKSet(Tokens.newKey("first").toPublicJWK());
    private static final JWKSet SECOND = new JWKSet(Tokens.newKey("second").toPublicJWK());

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private JWKSet published = FIRST;
    private boolean inReach = true;
    private final AtomicInteger fetches = new AtomicInteger();
    private final SigningKeys keys =
            new SigningKeys(this::fetch, Duration.ofMinutes(5), Duration.ofHours(1), () -> now);

    private JWKSet fetch() throws IOException {
        fetches.incrementAndGet();
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
    void without_any_keys_nobody_is_judged() {
        inReach = false;

        assertThatThrownBy(() -> knows("first")).isInstanceOf(KeySourceException.class);
        assertThatThrownBy(() -> knows("first")).isInstanceOf(KeySourceException.class);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keys_come_from_a_file(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("keys.json"), FIRST.toString());

        var ofFile = SigningKeys.of(settings(file.toString()), () -> now);

        assertThat(ofFile.get(selector("first"), null)).hasSize(1);
    }

    @Test
    void keys_come_from_a_url_and_a_slow_one_is_given_up() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = HttpServer.create(loopback, 0);
        var body = FIRST.toString().getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/keys",
                exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.createContext("/silence", _ -> {});
        server.start();
        try {
            var base = "http://127.0.0.1:" + server.getAddress().getPort();
            var ofUrl = SigningKeys.of(settings(base + "/keys"), () -> now);
            var ofSilence = SigningKeys.of(settings(base + "/silence"), () -> now);

            assertThat(ofUrl.get(selector("first"), null)).hasSize(1);
            assertThatThrownBy(() -> ofSilence.get(selector("first"), null))
                    .isInstanceOf(KeySourceException.class);
        } finally {
            server.stop(0);
        }
    }

    private static AuthSettings settings(String keys) {
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
}
