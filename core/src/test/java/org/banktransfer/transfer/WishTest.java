package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.transfer.Transfer.Wish;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class WishTest {

    private static final String OLD = "a".repeat(64);
    private static final String NEW = "k2:" + "b".repeat(64);

    /// A fingerprint key is replaced by another in these stages, one after the other.
    private static final List<CardFingerprint> STAGES =
            List.of(
                    new CardFingerprint(OLD),
                    new CardFingerprint(OLD, Optional.of(NEW)),
                    new CardFingerprint(NEW, Optional.of(OLD)),
                    new CardFingerprint(NEW));

    @Test
    void a_repeat_is_one_however_the_fingerprint_key_has_changed_since() {
        for (var then : STAGES) {
            for (var now : STAGES) {
                assertThat(wish(then, "3614", 2500).isRepeatedBy(wish(now, "3614", 2500))).isTrue();
                assertThat(wish(then, "3614", 2500).isRepeatedBy(wish(now, "3615", 2500)))
                        .isFalse();
                assertThat(wish(then, "3614", 2500).isRepeatedBy(wish(now, "3614", 2501)))
                        .isFalse();
            }
        }
    }

    @Test
    void another_card_of_the_same_last_digits_is_told_apart_by_any_key_in_common() {
        var another = new CardFingerprint("c".repeat(64), Optional.of("k2:" + "c".repeat(64)));
        for (var then : STAGES) {
            assertThat(wish(then, "3614", 2500).isRepeatedBy(wish(another, "3614", 2500)))
                    .isFalse();
        }
    }

    private static Wish wish(CardFingerprint card, String last4, long minor) {
        var given = Wishes.wish("key");
        return new Wish(
                given.customer(),
                given.key(),
                given.account(),
                given.institution(),
                card,
                last4,
                new Exactly(Money.of(minor, "USD")));
    }
}
