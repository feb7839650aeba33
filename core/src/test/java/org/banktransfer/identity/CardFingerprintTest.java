package org.banktransfer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class CardFingerprintTest {

    /// Written `key+digest`, twice if there are two.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    +a      | +a      | true
                    +a      | +b      | false
                    +a      | +a k2+x | true
                    +a      | +b k2+x | false
                    +a      | k2+x +a | true
                    +a      | k2+x +b | false
                    +a k2+x | k2+x +a | true
                    +a k2+x | k2+y +b | false
                    k2+x +a | k2+x    | true
                    k2+x +a | k2+y    | false
                    +a      | k2+x    | true
                    k1+a    | k2+x    | true
                    k1+a    | k2+x k3+a | true
                    """)
    void a_key_in_common_tells_two_cards_apart_and_without_one_nothing_does(
            String one, String another, boolean maybe) {
        assertThat(fingerprint(one).mayBe(fingerprint(another))).isEqualTo(maybe);
        assertThat(fingerprint(another).mayBe(fingerprint(one))).isEqualTo(maybe);
    }

    @Test
    void two_digests_are_by_two_keys() {
        assertThat(fingerprint("+a k2+a").digests())
                .containsExactly("a".repeat(64), "k2:" + "a".repeat(64));
        assertThatThrownBy(() -> fingerprint("k1+a k1+b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CardFingerprint("a".repeat(64), Optional.of("k2:a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CardFingerprint fingerprint(String written) {
        var digests = written.split(" ", -1);
        return new CardFingerprint(
                digest(digests[0]),
                digests.length == 2 ? Optional.of(digest(digests[1])) : Optional.empty());
    }

    private static String digest(String written) {
        int plus = written.indexOf('+');
        var prefix = plus == 0 ? "" : written.substring(0, plus) + ":";
        // Of the hexadecimal digits; x and y stand for two more.
        var hex = written.substring(plus + 1).replace('x', 'e').replace('y', 'f');
        return prefix + hex.repeat(64);
    }
}
