package org.banktransfer.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.junit.jupiter.api.Test;

import java.util.Currency;

class MoneyTest {

    private static final Money MOST = Money.of(Long.MAX_VALUE, "USD");
    private static final Money LEAST = Money.of(Long.MIN_VALUE, "USD");
    private static final Money ONE = Money.of(1, "USD");
    private static final Money YEN = Money.of(1, "JPY");

    @Test
    void sums_and_differences_are_exact() {
        assertThat(MOST.minus(ONE).plus(ONE)).isEqualTo(MOST);
        assertThat(ONE.minus(Money.of(3, "USD"))).isEqualTo(Money.of(-2, "USD"));
    }

    @Test
    void what_does_not_fit_is_refused_and_never_wrapped() {
        assertThatThrownBy(() -> MOST.plus(ONE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> LEAST.minus(ONE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> ONE.minus(LEAST)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void currencies_never_mix() {
        assertThatThrownBy(() -> ONE.plus(YEN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ONE.minus(YEN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ONE.isMoreThan(YEN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ONE).isNotEqualTo(YEN);
    }

    @Test
    void there_is_no_money_of_an_unknown_currency() {
        assertThatThrownBy(() -> Money.of(1, "XYZ1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Money.of(1, "usd")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_more_than_nothing_is_positive() {
        assertThat(ONE.isPositive()).isTrue();
        assertThat(ONE.minus(ONE).isPositive()).isFalse();
        assertThat(LEAST.isPositive()).isFalse();
        assertThat(MOST.isMoreThan(ONE)).isTrue();
        assertThat(ONE.isMoreThan(ONE)).isFalse();
    }

    @Test
    void an_exact_amount_is_met_by_itself_only() {
        var asked = new Exactly(Money.of(2_500, "USD"));
        assertThat(asked.isMetBy(Money.of(2_500, "USD"))).isTrue();
        assertThat(asked.isMetBy(Money.of(2_499, "USD"))).isFalse();
        assertThat(asked.isMetBy(Money.of(2_501, "USD"))).isFalse();
        assertThat(asked.isMetBy(Money.of(2_500, "EUR"))).isFalse();
        assertThatThrownBy(() -> new Exactly(Money.of(0, "USD")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_whole_balance_is_met_by_anything_but_nothing_in_its_currency() {
        var asked = new WholeBalance(Currency.getInstance("USD"));
        assertThat(asked.isMetBy(ONE)).isTrue();
        assertThat(asked.isMetBy(MOST)).isTrue();
        assertThat(asked.isMetBy(Money.of(0, "USD"))).isFalse();
        assertThat(asked.isMetBy(YEN)).isFalse();
    }
}
