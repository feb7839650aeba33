package org.banktransfer.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.banktransfer.service.console.ConsoleSettings.AtIssuer;
import org.banktransfer.service.console.ConsoleWorld.Seen;
import org.banktransfer.service.http.DoorSettings;
import org.banktransfer.service.http.TrustedProxies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Signing in at an issuer: authorization code with PKCE, as RFC 6749 and RFC 7636 word it. The
/// issuer here knows one code, and gives its token to whoever can prove to have begun.
class SignInTest {

    private static final String CODE = "code+1/2";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test, by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer issuer;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ConsoleWorld world;

    private final AtomicInteger documentsRead = new AtomicInteger();
    private volatile int documentStatus = 200;
    private String challenge = "";
    private String token = "";

    @BeforeEach
    void open() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/.well-known/openid-configuration", this::document);
        issuer.createContext("/token", this::change);
        issuer.start();
        world = world(Duration.ofSeconds(5), DoorSettings.defaults());
        token = world.tokens.ofOperator("olga");
    }

    @AfterEach
    void close() {
        world.close();
        issuer.stop(0);
    }

    private ConsoleWorld world(Duration within, DoorSettings limits) {
        var atIssuer =
                new AtIssuer(
                        URI.create(url()),
                        "console",
                        Optional.of("s:cret"),
                        URI.create("http://localhost:8080"),
                        "openid operator",
                        Optional.empty(),
                        within);
        return new ConsoleWorld(
                directory, new ConsoleSettings(Optional.of(atIssuer), false), limits, 0);
    }

    private String url() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }

    private void document(HttpExchange exchange) throws IOException {
        documentsRead.incrementAndGet();
        answer(
                exchange,
                documentStatus,
                "{\"issuer\":\"%1$s\",\"authorization_endpoint\":\"%1$s/auth\",\"token_endpoint\":\"%1$s/token\"}"
                        .formatted(url()));
    }

    private void change(HttpExchange exchange) throws IOException {
        var fields =
                query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean isProved =
                CODE.equals(fields.get("code"))
                        && "authorization_code".equals(fields.get("grant_type"))
                        && challenge.equals(s256(fields.getOrDefault("code_verifier", "")))
                        && "http://localhost:8080/console/sign-in/answer"
                                .equals(fields.get("redirect_uri"))
                        && ("Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        "console:s%3Acret"
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(
                exchange,
                isProved ? 200 : 400,
                isProved
                        ? "{\"access_token\":\"" + token + "\"}"
                        : "{\"error\":\"invalid_grant\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> query(String encoded) {
        var fields = new HashMap<String, String>();
        for (var pair : encoded.split("&", -1)) {
            var parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String s256(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A sign-in that was begun: where the browser was sent, and what it keeps.
    private record Begun(Map<String, String> asked, String cookie) {}

    private Begun begin() {
        var seen = world.get("/console/sign-in/issuer", "");
        var to = URI.create(seen.header("location"));
        assertThat(to.toString()).startsWith(url() + "/auth?");
        assertThat(seen.header("set-cookie")).contains("; HttpOnly", "; SameSite=Lax");
        var asked = query(to.getRawQuery());
        challenge = asked.getOrDefault("code_challenge", "");
        return new Begun(asked, seen.header("set-cookie").split(";", 2)[0]);
    }

    private Seen comeBack(String cookie, String state, String code) {
        return world.get(
                "/console/sign-in/answer?state="
                        + state
                        + "&code="
                        + URLEncoder.encode(code, StandardCharsets.UTF_8),
                cookie);
    }

    @Test
    void an_operator_signs_in_at_the_issuer() {
        var begun = begin();
        assertThat(begun.asked())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "console")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid operator");

        var seen = comeBack(begun.cookie(), begun.asked().getOrDefault("state", ""), CODE);

        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.text()).contains("url=/console");
        var session = seen.header("set-cookie");
        assertThat(session).contains("; HttpOnly", "; SameSite=Strict");
        assertThat(world.get("/console", session.split(";", 2)[0]).text()).contains("olga");
    }

    @Test
    void an_answer_to_a_sign_in_that_was_not_begun_here_opens_nothing() {
        var begun = begin();
        var state = begun.asked().getOrDefault("state", "");

        for (var seen :
                new Seen[] {
                    comeBack("", state, CODE),
                    comeBack(begun.cookie(), "another", CODE),
                    comeBack("console-sign-in=.", "", CODE.repeat(2))
                }) {
            assertThat(seen.status()).isBetween(400, 503);
            assertThat(seen.headers()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    void a_customer_who_signs_in_there_is_not_let_in_here() {
        token = world.tokens.of("ann");
        var begun = begin();

        var seen = comeBack(begun.cookie(), begun.asked().getOrDefault("state", ""), CODE);

        assertThat(seen.status()).isEqualTo(403);
        assertThat(seen.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_code_that_the_issuer_does_not_know_opens_nothing() {
        var begun = begin();

        var seen = comeBack(begun.cookie(), begun.asked().getOrDefault("state", ""), "guessed");

        assertThat(seen.status()).isEqualTo(503);
        assertThat(seen.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_token_in_a_form_is_not_taken_where_there_is_an_issuer_to_go_to() {
        var seen = world.post("/console/sign-in", "", Map.of("token", token));

        assertThat(seen.status()).isEqualTo(404);
        assertThat(world.get("/console/sign-in", "").text())
                .contains("/console/sign-in/issuer")
                .doesNotContain("name=\"token\"");
    }

    @Test
    void the_issuer_is_not_asked_where_its_doors_are_by_each_who_comes() {
        for (int i = 0; i < 5; i++) {
            var begun = begin();
            var state = begun.asked().getOrDefault("state", "");
            assertThat(comeBack(begun.cookie(), state, CODE).status()).isEqualTo(200);
        }

        assertThat(documentsRead).hasValue(1);
    }

    @Test
    void an_issuer_that_is_down_is_left_alone_for_a_moment() {
        documentStatus = 500;
        for (int i = 0; i < 5; i++) {
            assertThat(world.get("/console/sign-in/issuer", "").status()).isEqualTo(503);
        }

        assertThat(documentsRead).hasValue(1);
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void an_issuer_whose_answer_never_ends_is_given_up() {
        issuer.removeContext("/.well-known/openid-configuration");
        issuer.createContext(
                "/.well-known/openid-configuration",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                });
        try (var impatient = world(Duration.ofMillis(300), DoorSettings.defaults())) {
            assertThat(impatient.get("/console/sign-in/issuer", "").status()).isEqualTo(503);
        }
    }

    @Test
    void a_stranger_who_comes_too_often_is_refused_and_nobody_else_is() {
        var limits =
                new DoorSettings(
                        1_000,
                        3,
                        1_000,
                        100,
                        Duration.ofMinutes(15),
                        TrustedProxies.of("127.0.0.1", TrustedProxies.Header.X_FORWARDED_FOR));
        try (var crowded = world(Duration.ofSeconds(5), limits)) {
            var paths =
                    List.of("/console/sign-in/issuer", "/console/sign-in/answer?state=a&code=b");
            for (var path : paths) {
                assertThat(tellsToWait(crowded, "203.0.113." + paths.indexOf(path), path)).isTrue();
                var seen = crowded.getFrom("198.51.100." + paths.indexOf(path), path, "");
                assertThat(seen.status()).isNotEqualTo(429);
            }
        }
    }

    private static boolean tellsToWait(ConsoleWorld world, String address, String path) {
        return IntStream.range(0, 200)
                .anyMatch(_ -> world.getFrom(address, path, "").status() == 429);
    }
}
