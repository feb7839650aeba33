package org.banktransfer.service.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the issuer's public keys are (RFC 7517). Whoever can put keys there can make tokens, so
/// they come encrypted, or over no network at all.
public sealed interface AuthKeys {

    /// There.
    ///
    /// @param url `https`, or `http` on this machine
    record AtUrl(URI url) implements AuthKeys {

        public AtUrl {
            SafeUrl.require(url, "auth.jwks");
        }
    }

    record InFile(Path file) implements AuthKeys {}

    /// Where the issuer's own document says (OpenID Connect Discovery 1.0, section 4).
    ///
    /// @param issuer `https`, or `http` on this machine
    record Discovered(URI issuer) implements AuthKeys {

        public Discovered {
            SafeUrl.require(issuer, "auth.issuer");
        }
    }

    /// @param written a URL or a file; empty to ask the issuer
    /// @throws IllegalArgumentException if neither makes sense
    static AuthKeys of(String issuer, Optional<String> written) {
        if (written.isEmpty()) {
            return new Discovered(uri(issuer, "auth.issuer, where auth.jwks is left out,"));
        }
        var where = written.get();
        return where.contains("://")
                ? new AtUrl(uri(where, "auth.jwks"))
                : new InFile(Path.of(where));
    }

    private static URI uri(String written, String name) {
        try {
            return URI.create(written);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is no URL", e);
        }
    }
}
