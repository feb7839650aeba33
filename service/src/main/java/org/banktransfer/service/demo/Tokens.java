package org.banktransfer.service.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/// An issuer of tokens that lives as long as the demonstration: its own key, made at the start;
/// only the public half is written down.
public final class Tokens {

    static final String ISSUER = "https://issuer.demo.invalid";
    static final String AUDIENCE = "banktransfer";

    private final ECKey key;

    private Tokens(ECKey key) {
        this.key = key;
    }

    /// Makes a key and writes its public half to `jwks`, for the service to read.
    static Tokens issuedBy(Path jwks) {
        try {
            var key = new ECKeyGenerator(Curve.P_256).keyID("demo").generate();
            Files.writeString(jwks, new JWKSet(key.toPublicJWK()).toString());
            return new Tokens(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String customer(String subject) {
        return token(subject, "");
    }

    public String operator(String subject) {
        return token(subject, "operator");
    }

    private String token(String subject, String scope) {
        var now = Instant.now();
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(subject)
                        .claim("scope", scope)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(Duration.ofHours(12))))
                        .build();
        var token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
