package org.banktransfer.institution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// A card number and a PIN show themselves to whoever asks for them by name, and to nobody else.
class SecretsTest {

    private static final String NUMBER = "6034932528973614";
    private static final String PIN = "482193";

    @Test
    void nothing_that_holds_a_card_prints_it() {
        var card = new Card(new CardNumber(NUMBER), new Pin(PIN));
        var request =
                new CashOutRequest(
                        new TransferId(new UUID(0, 0)),
                        card,
                        new Exactly(Money.of(1, "USD")),
                        Instant.EPOCH);

        for (var holder : new Object[] {card.number(), card.pin(), card, request}) {
            assertThat(holder.toString()).doesNotContain(NUMBER).doesNotContain(PIN);
        }
    }

    @Test
    void it_is_there_for_the_one_who_sends_it() {
        assertThat(new CardNumber(NUMBER).reveal())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(NUMBER);
        assertThat(new CardNumber(NUMBER).last4()).isEqualTo("3614");
        assertThat(new Pin(PIN).reveal()).asString(StandardCharsets.US_ASCII).isEqualTo(PIN);
    }

    @Test
    void once_wiped_it_is_gone_for_everybody() {
        var number = NUMBER.getBytes(StandardCharsets.US_ASCII);
        var pin = PIN.getBytes(StandardCharsets.US_ASCII);
        var card = new Card(new CardNumber(number), new Pin(pin));
        card.wipe();
        card.wipe();

        assertThat(number).containsOnly(0);
        assertThat(pin).containsOnly(0);
        assertThatThrownBy(() -> card.number().reveal()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> card.pin().reveal()).isInstanceOf(IllegalStateException.class);
        assertThat(card.number().last4()).isEqualTo("3614");
    }

    @Test
    void what_is_refused_is_wiped_too() {
        var number = "60349325289736x4".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new CardNumber(number))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(number).containsOnly(0);
    }

    @Test
    void a_number_is_found_whatever_stands_between_its_digits() {
        var number = new CardNumber(NUMBER);
        assertThat(number.isIn("ref-6034 9325-2897.3614-1")).isTrue();
        assertThat(number.isIn("6606034932528973614")).isTrue();
        assertThat(number.isIn("603493252897361")).isFalse();
        assertThat(number.isIn("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 19})
    void a_card_number_is_12_to_19_digits(int length) {
        assertThat(new CardNumber("9".repeat(length)).reveal()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12})
    void a_pin_is_4_to_12_digits(int length) {
        assertThat(new Pin("0".repeat(length)).reveal()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "60349325289",
                "60349325289736140000",
                "6034 9325 2897 3614",
                "6034-9325-2897-3614",
                "603493252897361x",
                "٦٠٣٤٩٣٢٥٢٨٩٧٣٦١٤",
                "6034932528973614\n",
                "+603493252897361"
            })
    void anything_else_is_no_card_number_and_is_not_repeated(String written) {
        assertThatThrownBy(() -> new CardNumber(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a card number is 12 to 19 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "482", "4821934821934", "48a1", "٤٨٢١", "4821\n", "-482"})
    void anything_else_is_no_pin_and_is_not_repeated(String written) {
        assertThatThrownBy(() -> new Pin(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a PIN is 4 to 12 digits");
    }
}
