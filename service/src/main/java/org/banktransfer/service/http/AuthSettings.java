package org.banktransfer.service.http;

import java.time.Duration;

/// Whose tokens are accepted.
///
/// @param issuer what the token's `iss` must be
/// @param audience what the token's `aud` must contain
/// @param keys where the issuer publishes its keys (RFC 7517): an `http` or `https` URL, or a file
/// @param clockSkew how far the issuer's clock and ours may differ
/// @param keysWithin how long fetching the keys may take
/// @param keysFor how long fetched keys are used before they are fetched again
/// @param staleKeysFor how long they are used at most, if they cannot be fetched again
public record AuthSettings(
        String issuer,
        String audience,
        String keys,
        Duration clockSkew,
        Duration keysWithin,
        Duration keysFor,
        Duration staleKeysFor) {

    public AuthSettings {
        require(!issuer.isBlank(), "auth.issuer is not empty");
        require(!audience.isBlank(), "auth.audience is not empty");
        require(!keys.isBlank(), "auth.jwks is a URL or a file");
        require(!clockSkew.isNegative(), "auth.clock-skew is not negative");
        require(keysWithin.isPositive(), "auth.keys-within is more than zero");
        require(
                keysFor.isPositive() && staleKeysFor.compareTo(keysFor) >= 0,
                "auth.keys-for is more than zero and at most auth.stale-keys-for");
    }

    public static AuthSettings defaults(String issuer, String audience, String keys) {
        return new AuthSettings(
                issuer,
                audience,
                keys,
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofHours(1));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
