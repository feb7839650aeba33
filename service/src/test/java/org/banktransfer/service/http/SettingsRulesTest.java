package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.banktransfer.service.desk.DeskSettings;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

class SettingsRulesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AuthKeys FILE = new AuthKeys.InFile(Path.of("keys.json"));

    @Test
    void http_settings_that_make_no_sense_are_refused_by_name() {
        assertRefused(() -> http(70_000, SECOND, 16_384, LONG), "http.port");
        assertRefused(() -> http(0, Duration.ofSeconds(31), 16_384, LONG), "answer-within");
        assertRefused(() -> http(0, SECOND, 10, LONG), "http.body-max");
        assertRefused(() -> http(0, SECOND, 16_384, SECOND), "http.idle-within");
    }

    private static HttpSettings http(int port, Duration answer, int bodyMax, Duration idle) {
        return new HttpSettings(
                "127.0.0.1", port, answer, bodyMax, SECOND, SECOND, idle, 100, false);
    }

    @Test
    void settings_of_tokens_that_make_no_sense_are_refused_by_name() {
        assertRefused(() -> AuthSettings.defaults("", "a", FILE), "auth.issuer");
        assertRefused(() -> AuthSettings.defaults("i", " ", FILE), "auth.audience");
        assertRefused(() -> withClockSkew(SECOND.negated()), "auth.clock-skew");
        assertRefused(() -> withClockSkew(Duration.ofMinutes(6)), "auth.clock-skew");
    }

    private static AuthSettings withClockSkew(Duration skew) {
        return new AuthSettings("i", "a", FILE, skew, SECOND, SECOND, SECOND);
    }

    /// Whoever can change them on the way can make tokens.
    @Test
    void keys_are_not_fetched_over_a_network_in_the_clear() {
        assertRefused(() -> keys("i", "http://keys.invalid/jwks"), "auth.jwks");
        assertRefused(() -> keys("i", "http://localhost.invalid/jwks"), "auth.jwks");
        assertRefused(() -> keys("i", "http://127.0.0.1@keys.invalid/jwks"), "auth.jwks");
        assertRefused(() -> keys("i", "ftp://keys.invalid/jwks"), "auth.jwks");
        assertRefused(() -> keys("i", "https://a b/jwks"), "auth.jwks");
        assertRefused(() -> AuthKeys.of("http://issuer.invalid", Optional.empty()), "auth.issuer");
        assertRefused(() -> AuthKeys.of("a b", Optional.empty()), "auth.issuer");
        assertThat(keys("i", "https://keys.invalid/jwks")).isInstanceOf(AuthKeys.AtUrl.class);
        assertThat(keys("i", "http://[::1]:8080/jwks")).isInstanceOf(AuthKeys.AtUrl.class);
        assertThat(keys("i", "keys.json")).isInstanceOf(AuthKeys.InFile.class);
        assertThat(AuthKeys.of("https://issuer.invalid", Optional.empty()))
                .isInstanceOf(AuthKeys.Discovered.class);
    }

    private static AuthKeys keys(String issuer, String written) {
        return AuthKeys.of(issuer, Optional.of(written));
    }

    @Test
    void without_keys_the_issuer_has_to_be_a_url() {
        assertRefused(() -> AuthKeys.of("i", Optional.empty()), "auth.issuer");
    }

    @Test
    void settings_of_the_desk_that_make_no_sense_are_refused() {
        assertRefused(() -> new DeskSettings(0, 1, SECOND, SECOND, SECOND), "in-flight-max");
        assertRefused(() -> new DeskSettings(1, 1, Duration.ZERO, SECOND, SECOND), "claim");
        assertRefused(() -> new DeskSettings(1, 1, SECOND, LONG, SECOND), "polls");
    }

    @Test
    void a_fingerprint_key_of_another_length_is_refused() {
        assertRefused(() -> new CardFingerprints(new byte[31]), "32 bytes");
    }

    private static void assertRefused(ThrowingCallable making, String name) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(name);
    }
}
