package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.banktransfer.service.desk.DeskSettings;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class SettingsRulesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void http_settings_that_make_no_sense_are_refused_by_name() {
        assertRefused(() -> http(70_000, SECOND, 16_384, LONG), "http.port");
        assertRefused(() -> http(0, Duration.ofSeconds(31), 16_384, LONG), "answer-within");
        assertRefused(() -> http(0, SECOND, 10, LONG), "http.body-max");
        assertRefused(() -> http(0, SECOND, 16_384, SECOND), "http.idle-within");
    }

    private static HttpSettings http(int port, Duration answer, int bodyMax, Duration idle) {
        return new HttpSettings("127.0.0.1", port, answer, bodyMax, SECOND, SECOND, idle, 100);
    }

    @Test
    void settings_of_tokens_that_make_no_sense_are_refused_by_name() {
        assertRefused(() -> AuthSettings.defaults("", "a", "k"), "auth.issuer");
        assertRefused(() -> AuthSettings.defaults("i", " ", "k"), "auth.audience");
        assertRefused(() -> AuthSettings.defaults("i", "a", ""), "auth.jwks");
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
