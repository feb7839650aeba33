package org.banktransfer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.ledger.VoidReason.REFUSED_ACCOUNT;
import static org.banktransfer.ledger.VoidReason.REFUSED_FRAUD;
import static org.banktransfer.ledger.VoidReason.REFUSED_LIMIT;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/// Each rule at its edge, and which is asked first.
class CreditRulesTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Standing NOTHING_YET = standing(AccountStatus.OPEN, 0, 0, 0, false);
    private static final CreditRules RULES =
            new CreditRules(
                    new Limits(Map.of(USD, 500L), Map.of(USD, 1_000L), 3, 2, Duration.ofDays(1)));

    @Test
    void only_an_open_account_of_the_right_currency_is_credited() {
        assertThat(refusal(exactly(1), standing(AccountStatus.FROZEN, 0, 0, 0, false)))
                .contains(REFUSED_ACCOUNT);
        assertThat(refusal(exactly(1), standing(AccountStatus.CLOSED, 0, 0, 0, false)))
                .contains(REFUSED_ACCOUNT);
        assertThat(refusal(new Exactly(Money.of(1, "EUR")), NOTHING_YET)).contains(REFUSED_ACCOUNT);
        assertThat(refusal(exactly(1), NOTHING_YET)).isEmpty();
    }

    @Test
    void a_blocked_card_is_fraud() {
        assertThat(refusal(exactly(1), standing(AccountStatus.OPEN, 0, 0, 0, true)))
                .contains(REFUSED_FRAUD);
    }

    @Test
    void a_card_that_feeds_as_many_other_accounts_as_it_may_feed_at_all_is_fraud() {
        assertThat(refusal(exactly(1), standing(AccountStatus.OPEN, 0, 0, 1, false))).isEmpty();
        assertThat(refusal(exactly(1), standing(AccountStatus.OPEN, 0, 0, 2, false)))
                .contains(REFUSED_FRAUD);
    }

    @Test
    void one_transfer_may_bring_its_limit_and_no_more() {
        assertThat(refusal(exactly(500), NOTHING_YET)).isEmpty();
        assertThat(refusal(exactly(501), NOTHING_YET)).contains(REFUSED_LIMIT);
    }

    @Test
    void a_day_may_bring_its_number_of_credits_and_no_more() {
        assertThat(refusal(exactly(1), standing(AccountStatus.OPEN, 0, 2, 0, false))).isEmpty();
        assertThat(refusal(exactly(1), standing(AccountStatus.OPEN, 0, 3, 0, false)))
                .contains(REFUSED_LIMIT);
    }

    @Test
    void a_day_may_bring_its_amount_and_no_more() {
        assertThat(refusal(exactly(400), standing(AccountStatus.OPEN, 600, 1, 0, false))).isEmpty();
        assertThat(refusal(exactly(401), standing(AccountStatus.OPEN, 600, 1, 0, false)))
                .contains(REFUSED_LIMIT);
    }

    @Test
    void of_a_whole_balance_only_what_is_certain_is_held_against_it() {
        var whole = new WholeBalance(USD);
        assertThat(refusal(whole, standing(AccountStatus.OPEN, 999, 1, 0, false))).isEmpty();
        assertThat(refusal(whole, standing(AccountStatus.OPEN, 1_000, 1, 0, false)))
                .contains(REFUSED_LIMIT);
    }

    @Test
    void the_first_refusal_stands() {
        var everythingWrong = standing(AccountStatus.CLOSED, 1_000, 3, 2, true);
        assertThat(refusal(exactly(501), everythingWrong)).contains(REFUSED_ACCOUNT);
        var openAtLeast = standing(AccountStatus.OPEN, 1_000, 3, 2, true);
        assertThat(refusal(exactly(501), openAtLeast)).contains(REFUSED_FRAUD);
    }

    @Test
    void without_limits_the_largest_amount_passes_and_nothing_overflows() {
        var unlimited = new CreditRules(Limits.NONE);
        var rich = standing(AccountStatus.OPEN, Long.MAX_VALUE, 1_000_000, 1_000_000, false);
        assertThat(unlimited.refusal(credit(exactly(Long.MAX_VALUE)), NOTHING_YET)).isEmpty();
        assertThat(unlimited.refusal(credit(exactly(1)), rich)).contains(REFUSED_LIMIT);
    }

    @Test
    void a_limit_on_a_count_is_more_than_zero() {
        assertThatThrownBy(() -> new Limits(Map.of(), Map.of(), 0, 1, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(Map.of(), Map.of(), 1, 0, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<VoidReason> refusal(RequestedAmount amount, Standing standing) {
        return RULES.refusal(credit(amount), standing);
    }

    private static RequestedAmount exactly(long minor) {
        return new Exactly(new Money(minor, USD));
    }

    private static ProposedCredit credit(RequestedAmount amount) {
        return new ProposedCredit(
                new AccountId("acc_1"), new CardFingerprint("a".repeat(64)), amount, Instant.EPOCH);
    }

    private static Standing standing(
            AccountStatus status, long creditedMinor, int credits, int others, boolean blocked) {
        var account = new Account(new AccountId("acc_1"), new CustomerId("ann"), USD, status);
        return new Standing(account, new Money(creditedMinor, USD), credits, others, blocked);
    }
}
