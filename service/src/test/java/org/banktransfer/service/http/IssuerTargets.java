package org.banktransfer.service.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;

import org.banktransfer.service.fuzz.Said;
import org.banktransfer.service.fuzz.Target;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// What the issuer of tokens publishes, and what anybody sends as a token.
public final class IssuerTargets {

    private static final AuthSettings SETTINGS =
            AuthSettings.defaults(Tokens.ISSUER, Tokens.AUDIENCE, Tokens.UNUSED);

    private IssuerTargets() {}

    /// A token that nobody has signed is never anybody's.
    public static Target tokens() {
        var authenticator = authenticator(new Tokens().publicKeys());
        return input -> {
            try {
                var caller = authenticator.caller(new String(input, StandardCharsets.ISO_8859_1));
                throw new AssertionError("stands for " + caller);
            } catch (Problem problem) {
                requireUnauthenticated(problem);
                Said.repeatsNothing(input, CustomerTargets.text(problem));
            }
        };
    }

    /// The claims of a token that the issuer has signed.
    public static Target claims() {
        var key = Tokens.newKey("key-1");
        var authenticator = authenticator(new JWKSet(key.toPublicJWK()));
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("key-1").build();
        return input -> {
            var token = new JWSObject(header, new Payload(input));
            token.sign(signer(key));
            try {
                var _ = authenticator.caller(token.serialize());
            } catch (Problem problem) {
                requireUnauthenticated(problem);
            }
        };
    }

    private static ECDSASigner signer(ECKey key) throws JOSEException {
        return new ECDSASigner(key);
    }

    /// A set of keys, by which a token is judged that was signed with none of them.
    public static Target signingKeys() {
        var token = new Tokens().of("ann");
        Target target =
                input -> {
                    var text = new String(input, StandardCharsets.UTF_8);
                    var keys =
                            new SigningKeys(
                                    () -> JWKSet.parse(text),
                                    SETTINGS.keysFor(),
                                    SETTINGS.staleKeysFor(),
                                    InstantSource.system());
                    try {
                        var caller =
                                new Authenticator(SETTINGS, keys, InstantSource.system())
                                        .caller(token);
                        throw new AssertionError("stands for " + caller);
                    } catch (Problem problem) {
                        if (problem.code() != ProblemCode.UNAVAILABLE) {
                            requireUnauthenticated(problem);
                        }
                    }
                };
        return target.unlogged(SigningKeys.class);
    }

    /// The document that says where the keys are: nowhere that somebody on the way could change.
    public static Target discovery() {
        var issuer = URI.create(Tokens.ISSUER);
        return input -> {
            try {
                var url = PublishedKeys.keysIn(new String(input, StandardCharsets.UTF_8), issuer);
                SafeUrl.require(url, "jwks_uri");
            } catch (IOException e) {
                Said.repeatsNothing(input, "" + e.getMessage());
            }
        };
    }

    private static Authenticator authenticator(JWKSet keys) {
        var fetched =
                new SigningKeys(
                        () -> keys,
                        SETTINGS.keysFor(),
                        SETTINGS.staleKeysFor(),
                        InstantSource.system());
        return new Authenticator(SETTINGS, fetched, InstantSource.system());
    }

    private static void requireUnauthenticated(Problem problem) {
        if (problem.code() != ProblemCode.UNAUTHENTICATED) {
            throw new AssertionError("refused as " + problem.code());
        }
    }
}
