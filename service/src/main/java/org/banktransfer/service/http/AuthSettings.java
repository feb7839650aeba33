package org.banktransfer.service.http;

import java.time.Duration;

/// Whose tokens are accepted.
///
/// @param issuer what the token's `iss` must be
/// @param audience what the token's `aud` must contain
/// @param keys where the issuer publishes its keys
/// @param clockSkew how far the issuer's clock and ours may differ; at most five minutes, since a
///   token counts for so much longer than it says
/// @param keysWithin how long fetching the keys may take
/// @param keysFor how long fetched keys are used before they are fetched again
/// @param staleKeysFor how long they are used at most, if they cannot be fetched again
public record AuthSettings(
        String issuer,
        String audience,
        AuthKeys keys,
        Duration clockSkew,
        Duration keysWithin,
        Duration keysFor,
        Duration staleKeysFor) {

    /// What suits an issuer anywhere.
    public static final Duration KEYS_WITHIN = Duration.ofSeconds(2);

    private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    public AuthSettings {
        require(!issuer.isBlank(), "auth.issuer is not empty");
        require(!audience.isBlank(), "auth.audience is not empty");
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(CLOCK_SKEW_MAX) <= 0,
                "auth.clock-skew is 0 to 5 minutes");
        require(keysWithin.isPositive(), "auth.keys-within is more than zero");
        require(
                keysFor.isPositive() && staleKeysFor.compareTo(keysFor) >= 0,
                "auth.keys-for is more than zero and at most auth.stale-keys-for");
    }

    public static AuthSettings defaults(String issuer, String audience, AuthKeys keys) {
        return new AuthSettings(
                issuer,
                audience,
                keys,
                Duration.ofSeconds(60),
                KEYS_WITHIN,
                Duration.ofMinutes(5),
                Duration.ofHours(1));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
