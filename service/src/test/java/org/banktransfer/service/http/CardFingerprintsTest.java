package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CardNumber;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class CardFingerprintsTest {

    private static final CardFingerprints PRINTS = new CardFingerprints(key(1));

    private static byte[] key(int filling) {
        var key = new byte[32];
        java.util.Arrays.fill(key, (byte) filling);
        return key;
    }

    private static CardFingerprint of(CardFingerprints prints, String institution, String number) {
        return prints.of(new InstitutionName(institution), new CardNumber(number));
    }

    @Test
    void a_card_is_told_from_every_other_and_recognised_again() {
        var print = of(PRINTS, "sandbox", "6034932528973614");

        assertThat(of(new CardFingerprints(key(1)), "sandbox", "6034932528973614"))
                .isEqualTo(print);
        assertThat(of(PRINTS, "sandbox", "6034932528973615")).isNotEqualTo(print);
        assertThat(of(PRINTS, "sandbo", "6034932528973614")).isNotEqualTo(print);
        assertThat(of(new CardFingerprints(key(2)), "sandbox", "6034932528973614"))
                .isNotEqualTo(print);
    }

    @Test
    void while_one_key_takes_the_place_of_another_a_card_has_a_digest_by_each() {
        var old = new FingerprintKey("", key(1));
        var young = new FingerprintKey("k2", key(2));
        var before = of(PRINTS, "sandbox", "6034932528973614");
        var after = of(new CardFingerprints(List.of(young)), "sandbox", "6034932528973614").value();

        assertThat(after).matches("k2:[0-9a-f]{64}").doesNotContain(before.value());
        assertThat(of(new CardFingerprints(List.of(old, young)), "sandbox", "6034932528973614"))
                .isEqualTo(new CardFingerprint(before.value(), Optional.of(after)));
        assertThat(of(new CardFingerprints(List.of(young, old)), "sandbox", "6034932528973614"))
                .isEqualTo(new CardFingerprint(after, Optional.of(before.value())));
        assertThat(young.toString()).isEqualTo("[key k2]");
    }

    /// Computed with Python's `hmac`, so that no change of ours makes every card a new one unseen.
    @Test
    void a_fingerprint_never_changes() {
        assertThat(of(PRINTS, "sandbox", "6034932528973614").value())
                .isEqualTo("3a8facf2c2ce8d66975e4ed5e3d78044d3352e1c05cc1f23e02e9d7af48c21f8");
    }
}
