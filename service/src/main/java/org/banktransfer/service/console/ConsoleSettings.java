package org.banktransfer.service.console;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How operators come in.
///
/// @param atIssuer how they sign in at the issuer; empty if they bring a token
/// @param behindTls whether they reach us by TLS only
public record ConsoleSettings(Optional<AtIssuer> atIssuer, boolean behindTls) {

    /// What suits an issuer anywhere.
    public static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    /// Authorization code with PKCE (RFC 6749, section 4.1; RFC 7636).
    ///
    /// @param issuer `https`, or `http` on this machine; its document says where to go
    /// @param clientId what the issuer knows the console by
    /// @param clientSecret what it proves that with, if it has one
    /// @param url where browsers reach this service; the issuer sends them back below it
    /// @param scope what is asked for; has `operator`
    /// @param resource whom the token shall be for, to an issuer that wants to be told (RFC 8707)
    /// @param within how long the issuer may take to answer
    public record AtIssuer(
            URI issuer,
            String clientId,
            Optional<String> clientSecret,
            URI url,
            String scope,
            Optional<String> resource,
            Duration within) {

        URI redirect() {
            return URI.create(url.toString().replaceFirst("/$", "") + SignIn.ANSWER_PATH);
        }

        @Override
        public String toString() {
            return "AtIssuer[" + issuer + ", " + clientId + "]";
        }
    }
}
