package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.ledger.VoidReason.REFUSED_FRAUD;
import static org.banktransfer.ledger.VoidReason.REFUSED_LIMIT;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a ledger gives its rules to judge by, and that their limits bind, whoever comes at once.
public abstract class LedgerLimitsContract extends LedgerTests {

    private static final int RUNNERS = 40;

    protected LedgerLimitsContract(LedgerUnderTest underTest) {
        super(underTest);
    }

    @Test
    void a_days_credits_stay_within_the_amount_of_the_account() {
        var ledger = ledger(perDay(10_000));
        var account = opened();

        assertThat(ledger.credit(order(account, usd(6_000)))).isEqualTo(new Credited(usd(6_000)));
        assertThat(ledger.credit(order(account, usd(4_001))))
                .isEqualTo(refused(REFUSED_LIMIT, usd(4_001)));
        assertThat(ledger.credit(order(account, usd(4_000)))).isEqualTo(new Credited(usd(4_000)));
    }

    @Test
    void what_was_credited_a_day_ago_counts_no_more() {
        var ledger = ledger(perDay(10_000));
        var account = opened();
        ledger.credit(order(account, usd(10_000)));

        var justBefore = NOON.plus(CreditRules.PERIOD).minusMillis(1);
        assertThat(ledger.credit(order(account, usd(1), justBefore)))
                .isEqualTo(refused(REFUSED_LIMIT, usd(1)));
        assertThat(ledger.credit(order(account, usd(1), NOON.plus(CreditRules.PERIOD))))
                .isEqualTo(new Credited(usd(1)));
    }

    @Test
    void a_credit_from_a_clock_that_is_ahead_counts_too() {
        var ledger = ledger(perDay(10_000));
        var account = opened();
        ledger.credit(order(account, usd(10_000), NOON.plusSeconds(30)));

        assertThat(ledger.credit(order(account, usd(1)))).isEqualTo(refused(REFUSED_LIMIT, usd(1)));
    }

    @Test
    void voided_transfers_count_for_no_limit() {
        var ledger = ledger(perDay(10_000));
        var account = opened();
        ledger.credit(order(account, usd(10_001)));
        ledger.voidCredit(voidOrder(Samples.id(), Optional.of(usd(10_000))));

        assertThat(ledger.credit(order(account, usd(10_000)))).isEqualTo(new Credited(usd(10_000)));
    }

    @Test
    void a_card_feeds_no_more_accounts_than_allowed_within_the_period() {
        var ledger = ledger(accountsPerCard(2));
        var first = opened();
        ledger.credit(order(first, usd(1)));
        ledger.credit(order(opened(), usd(1)));
        var third = opened();

        assertThat(ledger.credit(order(third, usd(1)))).isEqualTo(refused(REFUSED_FRAUD, usd(1)));
        assertThat(ledger.credit(order(first, usd(1)))).isEqualTo(new Credited(usd(1)));
        assertThat(ledger.credit(order(third, usd(1), NOON.plus(Duration.ofHours(1)))))
                .isEqualTo(new Credited(usd(1)));
    }

    @Test
    void a_blocked_card_is_refused_until_it_may_pass_again() {
        var account = opened();
        accounts().setBlocked(card, true, Samples.operator(), NOON);
        accounts().setBlocked(card, true, Samples.operator(), NOON);
        assertThat(ledger().credit(order(account, usd(1))))
                .isEqualTo(refused(REFUSED_FRAUD, usd(1)));

        accounts().setBlocked(card, false, Samples.operator(), NOON);
        accounts().setBlocked(card, false, Samples.operator(), NOON);
        assertThat(ledger().credit(order(account, usd(1)))).isEqualTo(new Credited(usd(1)));
    }

    @Test
    void advice_judges_by_what_was_credited_so_far() {
        var ledger = ledger(perDay(10_000));
        var account = opened();
        ledger.credit(order(account, usd(6_000)));

        var known = accounts().find(account).orElseThrow();
        assertThat(ledger.advise(proposed(account, 4_001)))
                .isEqualTo(new Advice.Known(known, Optional.of(REFUSED_LIMIT)));
        assertThat(ledger.advise(proposed(account, 4_000)))
                .isEqualTo(new Advice.Known(known, Optional.empty()));
    }

    @Test
    void of_credits_that_come_at_once_no_two_slip_under_the_limit_of_an_account() {
        var ledger = ledger(perDay(10_000));
        var account = opened();

        var answers =
                Race.of(RUNNERS, _ -> () -> credit(ledger, account, Samples.card(), usd(3_000)));

        assertThat(credited(answers)).isEqualTo(3);
        assertThat(accounts().balance(account)).contains(usd(9_000));
        assertThat(due()).isEqualTo(-3_000L * RUNNERS);
        assertBooksAgree();
    }

    @Test
    void of_credits_that_come_at_once_no_two_slip_under_the_limit_of_a_card() {
        var ledger = ledger(accountsPerCard(3));
        var accounts = List.copyOf(Race.of(RUNNERS, _ -> this::opened));

        var answers = Race.of(RUNNERS, i -> () -> credit(ledger, accounts.get(i), card, usd(100)));

        assertThat(credited(answers)).isEqualTo(3);
        assertBooksAgree();
    }

    private LedgerAnswer credit(
            Ledger ledger, AccountId account, CardFingerprint from, Money amount) {
        return ledger.credit(
                new CreditOrder(Samples.id(), account, institution, from, amount, NOON));
    }

    private static long credited(List<LedgerAnswer> answers) {
        assertThat(answers)
                .allMatch(answer -> answer instanceof Credited || answer instanceof Voided);
        return answers.stream().filter(Credited.class::isInstance).count();
    }

    private ProposedCredit proposed(AccountId account, long minor) {
        return new ProposedCredit(account, card, new Exactly(usd(minor)), NOON);
    }

    private static Voided refused(VoidReason reason, Money paid) {
        return new Voided(reason, Optional.of(paid), false);
    }

    private static CreditRules perDay(long minor) {
        return new CreditRules(
                new Limits(
                        Map.of(),
                        Map.of(USD, minor),
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Duration.ofDays(1)));
    }

    private static CreditRules accountsPerCard(int accounts) {
        return new CreditRules(
                new Limits(Map.of(), Map.of(), Integer.MAX_VALUE, accounts, Duration.ofHours(1)));
    }
}
