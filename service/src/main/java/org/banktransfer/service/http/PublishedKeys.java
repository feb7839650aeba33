package org.banktransfer.service.http;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;

/// The issuer's keys as they are published now: each fetch reads all of it anew. Safe under
/// concurrency.
final class PublishedKeys implements SigningKeys.Origin {

    private static final int BYTES_MAX = 256 * 1_024;
    private static final String DOCUMENT = "/.well-known/openid-configuration";

    private final AuthKeys where;
    private final Direct web;

    /// @param within how long a connection may take to be made, and how long an answer may pause
    PublishedKeys(AuthKeys where, Duration within) {
        this.where = where;
        web = new Direct((int) within.toMillis());
    }

    @Override
    public JWKSet fetch() throws IOException, ParseException {
        return switch (where) {
            case AuthKeys.InFile(var file) -> JWKSet.load(file.toFile());
            case AuthKeys.AtUrl(var url) -> JWKSet.parse(web.read(url));
            case AuthKeys.Discovered(var issuer) -> JWKSet.parse(web.read(keysOf(issuer)));
        };
    }

    private URI keysOf(URI issuer) throws IOException {
        var base = issuer.toString().replaceFirst("/$", "");
        return keysIn(web.read(URI.create(base + DOCUMENT)), issuer);
    }

    /// A document that names another issuer is not the one that was asked for, whoever sent it.
    static URI keysIn(String text, URI issuer) throws IOException {
        try {
            var document = Json.read(text.getBytes(StandardCharsets.UTF_8));
            if (!document.path("issuer").asString("").equals(issuer.toString())) {
                throw new IOException(issuer + " publishes the document of another issuer");
            }
            var url = URI.create(document.path("jwks_uri").asString(""));
            SafeUrl.require(url, "jwks_uri");
            return url;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException(issuer + " publishes no document that names its keys", e);
        }
    }

    /// Reads what is there and nowhere else: a redirect is no answer.
    private static final class Direct extends DefaultResourceRetriever {

        Direct(int millis) {
            super(millis, millis, BYTES_MAX);
        }

        String read(URI url) throws IOException {
            return retrieveResource(url.toURL()).getContent();
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            var connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
