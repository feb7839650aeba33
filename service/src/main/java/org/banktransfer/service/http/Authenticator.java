package org.banktransfer.service.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;

import org.banktransfer.identity.CustomerId;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells who is calling, from a JWT (RFC 7519) that our issuer signed for us. Only signatures with
/// the issuer's private key count: neither unsigned tokens nor those signed with a shared secret.
/// Safe under concurrency.
public final class Authenticator {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
    private static final String SCHEME = "Bearer ";
    private static final String OPERATOR = "operator";

    /// Many more than are in use within a minute at the load that a node can bear; some megabytes.
    private static final int VERIFIED_MAX = 20_000;

    private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();
    private final SigningKeys keys;
    private final InstantSource clock;
    private final Duration clockSkew;

    /// A signature is verified once, for as long as the same keys are in use: it takes more time
    /// than all else that a request does in this process.
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(VERIFIED_MAX).build();

    /// Who a token is of.
    ///
    /// @param until when it expires, with what clocks may differ by
    /// @param keysAt when the keys were fetched that it was verified with
    private record Verified(Caller caller, Instant until, Instant keysAt) {

        boolean isStillSo(Instant now, Instant keysNowAt) {
            return now.isBefore(until) && keysAt.equals(keysNowAt);
        }
    }

    public Authenticator(AuthSettings settings, InstantSource clock) {
        this(settings, SigningKeys.of(settings, clock), clock);
    }

    Authenticator(AuthSettings settings, SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        clockSkew = settings.clockSkew();
        tokens.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // RFC 9068 types an access token `at+jwt`; many issuers still say `JWT` or nothing.
        tokens.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        var claims =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        settings.audience(),
                        new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                        Set.of("sub", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew((int) settings.clockSkew().toSeconds());
        tokens.setJWTClaimsSetVerifier(claims);
    }

    /// @throws Problem `UNAVAILABLE` if the issuer's keys are out of reach, else `UNAUTHENTICATED`
    Caller caller(String token) {
        try {
            var known = verified.getIfPresent(token);
            return known != null && known.isStillSo(clock.instant(), keys.fetchedAt())
                    ? known.caller()
                    : verify(token);
        } catch (KeySourceException e) {
            throw Problem.unavailable("The keys that tokens are checked with are out of reach.");
        } catch (ExpiredJWTException e) {
            throw Problem.unauthenticated("The token has expired.", Optional.of("invalid_token"));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw Problem.unauthenticated("The token is not valid.", Optional.of("invalid_token"));
        }
    }

    private Caller verify(String token)
            throws KeySourceException, ParseException, BadJOSEException, JOSEException {
        // Before, so that keys fetched meanwhile are newer: what they may not have verified counts
        // for nothing.
        var keysAt = keys.lastFetchedAt();
        var claims = tokens.process(token, null);
        var subject = claims.getSubject();
        if (subject == null) {
            throw new BadJWTException("the subject is null");
        }
        var caller = new Caller(new CustomerId(subject), isOperator(claims));
        var until = claims.getExpirationTime().toInstant().plus(clockSkew);
        verified.put(token, new Verified(caller, until, keysAt));
        return caller;
    }

    /// The token that was sent, whatever it is.
    ///
    /// @throws Problem `UNAUTHENTICATED` if none was
    static String token(Call call) {
        var lines = call.headers("Authorization");
        if (lines.size() != 1 || !lines.getFirst().regionMatches(true, 0, SCHEME, 0, 7)) {
            throw Problem.unauthenticated("Send Authorization: Bearer TOKEN.", Optional.empty());
        }
        return lines.getFirst().substring(SCHEME.length()).strip();
    }

    /// A scope is a string of words (RFC 8693, section 4.2); some issuers write a list.
    private static boolean isOperator(JWTClaimsSet claims) {
        return switch (claims.getClaim("scope")) {
            case String words -> List.of(words.split(" ")).contains(OPERATOR);
            case Collection<?> words -> words.contains(OPERATOR);
            case null, default -> false;
        };
    }
}
