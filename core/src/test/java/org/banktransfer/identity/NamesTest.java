package org.banktransfer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.function.Function;

/// The shapes of names: each takes its longest and shortest, and refuses what is next to them.
class NamesTest {

    @Test
    void an_account_id() {
        takes(AccountId::new, "acc_a", "acc_" + "Z".repeat(60), "acc_A-z_9");
        refuses(AccountId::new, "acc_", "acc_" + "Z".repeat(61), "ACC_a", "a", "acc_é", "acc_a\n");
    }

    @Test
    void a_card_fingerprint() {
        takes(
                CardFingerprint::new,
                "0".repeat(64),
                "f".repeat(64),
                "k:" + "0".repeat(64),
                "k1234567:" + "f".repeat(64));
        refuses(
                CardFingerprint::new,
                "",
                "0".repeat(63),
                "0".repeat(65),
                "F".repeat(64),
                "g".repeat(64),
                ":" + "0".repeat(64),
                "k12345678:" + "0".repeat(64),
                "K:" + "0".repeat(64),
                "k:k:" + "0".repeat(64),
                "٠".repeat(64));
    }

    @Test
    void a_customer() {
        takes(CustomerId::new, "a", "~".repeat(255), "auth0|12:34!");
        refuses(CustomerId::new, "", "a".repeat(256), "a b", "a\t", "ü", "a\n", "\u007f");
    }

    @Test
    void an_idempotency_key() {
        takes(IdempotencyKey::new, "!", "~".repeat(255));
        refuses(IdempotencyKey::new, "", "a".repeat(256), "a b", "\"\u0000\"", "ü", "a\r\n");
    }

    @Test
    void an_institution() {
        takes(InstitutionName::new, "a", "sandbox-2", "a" + "-".repeat(39));
        refuses(InstitutionName::new, "", "2a", "-a", "A", "a_b", "a" + "b".repeat(40), "a\n");
    }

    @Test
    void a_refusal_does_not_repeat_what_it_refused() {
        assertThatThrownBy(() -> new AccountId("6034932528973614"))
                .hasMessageContaining("an account id")
                .hasMessageNotContaining("6034932528973614");
    }

    private static void takes(Function<String, ?> name, String... written) {
        for (var each : written) {
            assertThat(name.apply(each)).hasToString(each);
        }
    }

    private static void refuses(Function<String, ?> name, String... written) {
        for (var each : written) {
            assertThatThrownBy(() -> name.apply(each))
                    .as(each)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
