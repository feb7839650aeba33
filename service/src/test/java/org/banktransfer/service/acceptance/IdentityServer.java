package org.banktransfer.service.acceptance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An identity server that is not ours, a process of its own: npm's oidc-provider, set up by
/// `src/test/oidc/issuer.js`. Its libraries come from npm's registry when a build first needs them;
/// when it runs it speaks to this machine alone.
final class IdentityServer implements AutoCloseable {

    /// A program's login: bob's own, without the scope of operators.
    static final String BOB = "bob";

    /// The bank's own people's program, with it.
    static final String BACK_OFFICE = "back-office";

    private static final Path SOURCE = Path.of("src/test/oidc");
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "issuer.js");
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final JsonNode addresses;

    private IdentityServer(Process process, JsonNode addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    /// Skips the test, with a line on the console, where there is no Node.js.
    ///
    /// @param directory gets its log
    /// @throws AssertionError if there is, and the server cannot be had
    static IdentityServer start(Path directory) throws IOException, InterruptedException {
        var installed = installed();
        var process =
                new ProcessBuilder("node", "issuer.js")
                        .directory(installed.toFile())
                        .redirectError(directory.resolve("issuer.log").toFile())
                        .start();
        // Ends with its input, so at the latest with this process.
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = out.readLine();
        if (line == null) {
            throw new AssertionError(
                    "the identity server did not start: "
                            + Files.readString(directory.resolve("issuer.log")));
        }
        return new IdentityServer(process, JSON.readTree(line));
    }

    private static Path installed() throws IOException, InterruptedException {
        Npm.requireNode("OidcTest");
        return Npm.install(SOURCE, FILES, Path.of("target/oidc"));
    }

    /// Whose tokens are to be accepted.
    String issuer() {
        return addresses.get("issuer").asString();
    }

    /// One that signs with the same keys and is somebody else.
    String otherIssuer() {
        return addresses.get("other").asString();
    }

    /// New keys. The old ones stay published, or are withdrawn at once.
    void rotate(boolean keepsOld) throws IOException, InterruptedException {
        send(
                post(
                        URI.create(addresses.get("control").asString() + "/?keep=" + keepsOld),
                        Map.of()));
    }

    /// The public keys that are published now.
    JsonNode keys() throws IOException, InterruptedException {
        return JSON.readTree(send(get(URI.create(issuer() + "/jwks"))).body());
    }

    /// What a token is to be like.
    ///
    /// @param audience whom it is for
    /// @param algorithm with which it is signed
    /// @param seconds how long it counts
    record Wanted(String audience, String algorithm, int seconds) {

        static final Wanted USUAL = new Wanted("banktransfer", "RS256", 600);

        Wanted signedWith(String other) {
            return new Wanted(audience, other, seconds);
        }

        Wanted audience(String other) {
            return new Wanted(other, algorithm, seconds);
        }

        Wanted seconds(int other) {
            return new Wanted(audience, algorithm, other);
        }

        private String resource() {
            return "urn:bank:%s:%s:%d".formatted(audience, algorithm, seconds);
        }
    }

    /// A program's token (RFC 6749, section 4.4), whose subject is the program.
    String token(String client, String scope, Wanted wanted)
            throws IOException, InterruptedException {
        return token(issuer(), client, scope, wanted);
    }

    /// The same of any of the two issuers.
    String token(String issuer, String client, String scope, Wanted wanted)
            throws IOException, InterruptedException {
        var request =
                post(
                        URI.create(issuer + "/token"),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                client,
                                "client_secret",
                                client + "-secret",
                                "scope",
                                scope,
                                "resource",
                                wanted.resource()));
        return granted(send(request)).get("access_token").asString();
    }

    /// What a person gets who signs in.
    record SignedIn(String accessToken, String idToken) {}

    /// Signs a person in as a browser and an app would do it: authorization code with PKCE (RFC
    /// 7636), the pages for login and consent in between.
    SignedIn signIn(String person, Wanted wanted) throws IOException, InterruptedException {
        var verifier = "v".repeat(64);
        var question =
                Map.of(
                        "client_id", "app",
                        "response_type", "code",
                        "scope", "openid transfers",
                        "redirect_uri", addresses.get("redirect").asString(),
                        "code_challenge", s256(verifier),
                        "code_challenge_method", "S256",
                        "resource", wanted.resource());
        var code = consent(URI.create(issuer() + "/auth?" + form(question)), person);
        var answer =
                granted(
                        send(
                                post(
                                        URI.create(issuer() + "/token"),
                                        Map.of(
                                                "grant_type",
                                                "authorization_code",
                                                "client_id",
                                                "app",
                                                "code",
                                                code,
                                                "redirect_uri",
                                                addresses.get("redirect").asString(),
                                                "code_verifier",
                                                verifier,
                                                "resource",
                                                wanted.resource()))));
        return new SignedIn(
                answer.get("access_token").asString(), answer.get("id_token").asString());
    }

    /// Follows where the server leads, and answers its two pages.
    private String consent(URI first, String person) throws IOException, InterruptedException {
        try (var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            var request = get(first);
            for (int i = 0; i < 20; i++) {
                var answer = browser.send(request, BodyHandlers.ofString());
                var at = answer.uri();
                if (answer.statusCode() == 200) {
                    var prompt = answer.body().contains("name=\"login\"") ? "login" : "consent";
                    var fields = Map.of("prompt", prompt, "login", person, "password", "any");
                    request = post(at, fields);
                    continue;
                }
                var to = at.resolve(answer.headers().firstValue("Location").orElseThrow());
                if (to.toString().startsWith(addresses.get("redirect").asString())) {
                    return parameter(to, "code");
                }
                request = get(to);
            }
        }
        throw new AssertionError("signing in goes round in circles");
    }

    private static String parameter(URI uri, String name) {
        for (var pair : uri.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("no " + name + " in " + uri);
    }

    private static JsonNode granted(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(ANSWERS_WITHIN).build();
    }

    private static HttpRequest post(URI uri, Map<String, String> fields) {
        return HttpRequest.newBuilder(uri)
                .timeout(ANSWERS_WITHIN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields)))
                .build();
    }

    private static String form(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static String s256(String verifier) {
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
        process.destroy();
    }
}
