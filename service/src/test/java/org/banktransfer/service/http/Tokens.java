package org.banktransfer.service.http;

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

import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/// The tests' issuer of tokens.
public final class Tokens {

    public static final String ISSUER = "https://issuer.invalid";
    public static final String AUDIENCE = "banktransfer";

    /// For tests that hand over the keys themselves.
    static final AuthKeys UNUSED = new AuthKeys.InFile(Path.of("unused"));

    private final ECKey key = newKey("key-1");

    static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public JWKSet publicKeys() {
        return new JWKSet(key.toPublicJWK());
    }

    public String of(String subject) {
        return signed(key, usual(subject).build());
    }

    String ofOperator() {
        return ofOperator("olga");
    }

    public String ofOperator(String subject) {
        return signed(key, usual(subject).claim("scope", "read operator").build());
    }

    String of(String subject, UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(key, change.apply(usual(subject)).build());
    }

    static JWTClaimsSet.Builder usual(String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    static String signed(ECKey key, JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
