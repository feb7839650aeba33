package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;

import org.banktransfer.identity.CustomerId;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// A token that was verified before is no more believed than one that was not.
class AuthenticatorTest {

    private final Tokens tokens = new Tokens();
    private final AuthSettings settings =
            AuthSettings.defaults(Tokens.ISSUER, Tokens.AUDIENCE, Tokens.UNUSED);
    private Instant now = Instant.now();
    private JWKSet published = tokens.publicKeys();
    private final Authenticator authenticator =
            new Authenticator(
                    settings,
                    new SigningKeys(
                            () -> published,
                            settings.keysFor(),
                            settings.staleKeysFor(),
                            () -> now),
                    () -> now);

    @Test
    void it_stands_for_its_own_subject_each_time() {
        var ann = tokens.of("ann");
        var bob = tokens.of("bob");
        for (int i = 0; i < 3; i++) {
            assertThat(authenticator.caller(ann))
                    .isEqualTo(new Caller(new CustomerId("ann"), false));
            assertThat(authenticator.caller(bob))
                    .isEqualTo(new Caller(new CustomerId("bob"), false));
        }
    }

    @Test
    void it_is_refused_once_it_has_expired() {
        var token = tokens.of("ann");
        authenticator.caller(token);
        now = now.plusSeconds(600).plus(settings.clockSkew()).plusSeconds(2);
        assertRefused(token);
    }

    @Test
    void it_is_refused_once_its_key_is_gone() {
        var token = tokens.of("ann");
        authenticator.caller(token);
        published = new JWKSet(Tokens.newKey("other").toPublicJWK());
        now = now.plus(settings.keysFor()).plusSeconds(1);
        assertRefused(token);
    }

    @Test
    void it_outlives_a_change_of_keys_that_keeps_its_own() {
        var token = tokens.of("ann");
        authenticator.caller(token);
        now = now.plus(settings.keysFor()).plus(Duration.ofSeconds(1));
        assertThat(authenticator.caller(token).customer()).isEqualTo(new CustomerId("ann"));
    }

    @Test
    void another_signature_under_the_same_words_is_another_token() {
        var token = tokens.of("ann");
        authenticator.caller(token);
        var last = token.charAt(token.length() - 2);
        var forged =
                token.substring(0, token.length() - 2)
                        + (last == 'A' ? 'B' : 'A')
                        + token.charAt(token.length() - 1);
        assertRefused(forged);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> authenticator.caller(token)).isInstanceOf(Problem.class);
    }
}
