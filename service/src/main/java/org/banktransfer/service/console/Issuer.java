package org.banktransfer.service.console;

import org.banktransfer.service.console.ConsoleSettings.AtIssuer;
import org.banktransfer.service.http.SafeUrl;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The issuer's two doors: where a browser is sent to sign in, and where the code that it brings
/// back is changed for a token. Where they are, its own document says (OpenID Connect Discovery
/// 1.0, section 4), read anew for each sign-in, which are few. Safe under concurrency.
final class Issuer implements AutoCloseable {

    private static final int BYTES_MAX = 256 * 1_024;
    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AtIssuer settings;
    private final HttpClient client;

    Issuer(AtIssuer settings) {
        this.settings = settings;
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
        var door = door("authorization_endpoint");
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
                HttpRequest.newBuilder(door("token_endpoint"))
                        .timeout(settings.within())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(form(order)));
        settings.clientSecret().ifPresent(secret -> request.header("Authorization", basic(secret)));
        var token = send(request.build()).path("access_token").asString("");
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

    private URI door(String name) throws IOException {
        var issuer = settings.issuer().toString();
        var request =
                HttpRequest.newBuilder(URI.create(issuer.replaceFirst("/$", "") + DOCUMENT))
                        .timeout(settings.within())
                        .build();
        var document = send(request);
        if (!document.path("issuer").asString("").equals(issuer)) {
            throw new IOException(issuer + " publishes the document of another issuer");
        }
        try {
            var url = URI.create(document.path(name).asString(""));
            SafeUrl.require(url, name);
            return url;
        } catch (IllegalArgumentException e) {
            throw new IOException(issuer + " publishes no " + name, e);
        }
    }

    private JsonNode send(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> answer =
                    client.send(
                            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri().getPath() + " answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException(request.uri().getPath() + " answered no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopping", e);
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
