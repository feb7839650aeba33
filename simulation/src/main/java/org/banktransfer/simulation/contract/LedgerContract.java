package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.ledger.VoidReason.NEVER_ARRIVED;
import static org.banktransfer.ledger.VoidReason.REFUSED_ACCOUNT;
import static org.banktransfer.ledger.VoidReason.REFUSED_LIMIT;
import static org.banktransfer.ledger.VoidReason.TIMED_OUT;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.id;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [org.banktransfer.ledger.Ledger] must do, one caller at a time; [LedgerRaceContract] is
/// for many, [LedgerLimitsContract] for the rules.
public abstract class LedgerContract extends LedgerTests {

    protected LedgerContract(LedgerUnderTest underTest) {
        super(underTest);
    }

    @Test
    void a_credit_moves_the_amount_from_what_the_institution_owes_to_the_customer() {
        var account = opened();

        assertThat(ledger().credit(order(account, usd(2500)))).isEqualTo(new Credited(usd(2500)));

        assertThat(accounts().balance(account)).contains(usd(2500));
        assertThat(due()).isEqualTo(-2500);
        assertBooksAgree();
    }

    @Test
    void a_credit_repeated_says_what_was_decided_and_moves_nothing_more() {
        var account = opened();
        var order = order(account, usd(2500));
        ledger().credit(order);

        assertThat(ledger().credit(order)).isEqualTo(new Credited(usd(2500)));
        assertThat(ledger().credit(withAmount(order, usd(9900))))
                .isEqualTo(new Credited(usd(2500)));

        assertThat(accounts().balance(account)).contains(usd(2500));
        assertThat(due()).isEqualTo(-2500);
    }

    @Test
    void a_void_that_comes_after_the_credit_is_too_late() {
        var order = order(opened(), usd(2500));
        ledger().credit(order);

        assertThat(ledger().voidCredit(voidOrder(order.id(), Optional.of(usd(2500)))))
                .isEqualTo(new Credited(usd(2500)));
        assertThat(due()).isEqualTo(-2500);
    }

    @Test
    void a_credit_that_comes_after_the_void_is_never_made() {
        var account = opened();
        var order = order(account, usd(2500));
        ledger().voidCredit(voidOrder(order.id(), Optional.empty()));

        assertThat(ledger().credit(order))
                .isEqualTo(new Voided(TIMED_OUT, Optional.empty(), false));
        assertThat(accounts().balance(account)).contains(usd(0));
        assertThat(due()).isZero();
    }

    @Test
    void a_void_is_as_good_after_ten_years() {
        var account = opened();
        var order = order(account, usd(2500), NOON.plus(Duration.ofDays(3653)));
        var voided = ledger().voidCredit(voidOrder(order.id(), Optional.empty()));

        assertThat(ledger().credit(order)).isEqualTo(voided);
        assertThat(accounts().balance(account)).contains(usd(0));
    }

    @Test
    void the_first_void_gives_the_reason_and_the_amount_for_good() {
        var transfer = id();
        ledger().voidCredit(voidOrder(transfer, Optional.of(usd(700))));

        var again =
                new VoidOrder(transfer, institution, NEVER_ARRIVED, Optional.of(usd(800)), NOON);
        assertThat(ledger().voidCredit(again))
                .isEqualTo(new Voided(TIMED_OUT, Optional.of(usd(700)), false));
        assertThat(due()).isEqualTo(-700);
    }

    @Test
    void a_refusal_is_a_void_and_never_turns_into_a_credit() {
        var account = opened();
        var order = order(account, usd(2500));
        put(account, AccountStatus.FROZEN);
        var refused = new Voided(REFUSED_ACCOUNT, Optional.of(usd(2500)), false);
        assertThat(ledger().credit(order)).isEqualTo(refused);

        put(account, AccountStatus.OPEN);

        assertThat(ledger().credit(order)).isEqualTo(refused);
        assertThat(ledger().lookUp(order.id())).isEqualTo(refused);
        assertThat(accounts().balance(account)).contains(usd(0));
    }

    @Test
    void what_was_paid_for_a_refused_credit_is_in_transit_until_the_reversal_is_booked() {
        var order = order(opened(AccountStatus.CLOSED), usd(2500));
        long before = inTransit();
        ledger().credit(order);
        assertThat(inTransit() - before).isEqualTo(2500);
        assertThat(due()).isEqualTo(-2500);

        assertThat(ledger().bookReversal(order.id(), NOON))
                .isEqualTo(new Voided(REFUSED_ACCOUNT, Optional.of(usd(2500)), true));

        assertThat(inTransit() - before).isZero();
        assertThat(due()).isZero();
        assertBooksAgree();
    }

    @Test
    void a_credit_to_an_account_that_is_not_there_is_refused() {
        var order = order(Samples.account(), usd(2500));

        assertThat(ledger().credit(order))
                .isEqualTo(new Voided(REFUSED_ACCOUNT, Optional.of(usd(2500)), false));
        assertThat(due()).isEqualTo(-2500);
    }

    @Test
    void a_credit_in_another_currency_is_refused_and_in_transit_in_that_currency() {
        var account = opened();
        var yen = Money.of(300, "JPY");

        assertThat(ledger().credit(order(account, yen)))
                .isEqualTo(new Voided(REFUSED_ACCOUNT, Optional.of(yen), false));
        assertThat(due("JPY")).isEqualTo(-300);
        assertThat(accounts().balance(account)).contains(usd(0));
    }

    @Test
    void a_currency_never_seen_before_is_kept_apart_from_the_others() {
        var account = Samples.account();
        var inKrone = new Account(account, owner, krone(1).currency(), AccountStatus.OPEN);
        accounts().put(inKrone, Samples.operator(), NOON);

        assertThat(ledger().credit(order(account, krone(1250))))
                .isEqualTo(new Credited(krone(1250)));
        assertThat(accounts().balance(account)).contains(krone(1250));
        assertThat(due("DKK")).isEqualTo(-1250);
        assertThat(due()).isZero();
    }

    @Test
    void a_credit_that_the_balance_has_no_room_for_is_refused_and_not_stuck() {
        var account = opened();
        var most = usd(Long.MAX_VALUE);
        ledger().credit(order(account, usd(1)));

        var tooMuch = order(account, most);
        var refused = new Voided(REFUSED_LIMIT, Optional.of(most), false);
        assertThat(ledger().credit(tooMuch)).isEqualTo(refused);
        assertThat(ledger().credit(order(account, usd(Long.MAX_VALUE - 1))))
                .isEqualTo(new Credited(usd(Long.MAX_VALUE - 1)));
        assertThat(ledger().credit(order(account, usd(1))))
                .isEqualTo(new Voided(REFUSED_LIMIT, Optional.of(usd(1)), false));

        assertThat(accounts().balance(account)).contains(most);
        assertThat(ledger().bookReversal(tooMuch.id(), NOON))
                .isEqualTo(new Voided(REFUSED_LIMIT, Optional.of(most), true));
        assertBooksAgree();
    }

    @Test
    void a_void_of_what_we_do_not_know_to_be_paid_moves_nothing() {
        var transfer = id();
        long before = inTransit();

        assertThat(ledger().voidCredit(voidOrder(transfer, Optional.empty())))
                .isEqualTo(new Voided(TIMED_OUT, Optional.empty(), false));
        assertThat(ledger().bookReversal(transfer, NOON))
                .isEqualTo(new Voided(TIMED_OUT, Optional.empty(), true));

        assertThat(due()).isZero();
        assertThat(inTransit()).isEqualTo(before);
    }

    @Test
    void a_reversal_is_booked_once_however_often_it_is_reported() {
        var transfer = id();
        ledger().voidCredit(voidOrder(transfer, Optional.of(usd(700))));

        for (int i = 0; i < 3; i++) {
            assertThat(ledger().bookReversal(transfer, NOON.plusSeconds(i)))
                    .isEqualTo(new Voided(TIMED_OUT, Optional.of(usd(700)), true));
        }
        assertThat(due()).isZero();
        assertThat(ledger().voidCredit(voidOrder(transfer, Optional.empty())))
                .isEqualTo(new Voided(TIMED_OUT, Optional.of(usd(700)), true));
    }

    @Test
    void a_reversal_of_what_is_not_voided_breaks_an_invariant() {
        var credited = order(opened(), usd(2500));
        ledger().credit(credited);
        var open = id();

        assertThatThrownBy(() -> ledger().bookReversal(credited.id(), NOON))
                .isInstanceOf(BrokenInvariant.class)
                .hasMessageContaining(credited.id().toString());
        assertThatThrownBy(() -> ledger().bookReversal(open, NOON))
                .isInstanceOf(BrokenInvariant.class)
                .hasMessageContaining(open.toString());
        assertThat(due()).isEqualTo(-2500);
        assertThat(ledger().lookUp(open)).isEqualTo(new Open());
    }

    @Test
    void what_is_decided_can_be_looked_up_one_by_one_and_together() {
        var credited = order(opened(), usd(2500));
        ledger().credit(credited);
        var voided = id();
        ledger().voidCredit(voidOrder(voided, Optional.empty()));
        var open = id();

        assertThat(ledger().lookUp(credited.id())).isEqualTo(new Credited(usd(2500)));
        assertThat(ledger().lookUp(open)).isEqualTo(new Open());
        assertThat(ledger().lookUp(List.of(credited.id(), voided, open)))
                .containsOnly(
                        Map.entry(credited.id(), (LedgerAnswer) new Credited(usd(2500))),
                        Map.entry(
                                voided,
                                (LedgerAnswer) new Voided(TIMED_OUT, Optional.empty(), false)),
                        Map.entry(open, (LedgerAnswer) new Open()));
        assertThat(ledger().lookUp(List.<TransferId>of())).isEmpty();
    }

    @Test
    void advice_names_the_account_and_the_refusal_to_come_and_records_nothing() {
        var account = opened();
        var proposed = new ProposedCredit(account, card, new Exactly(usd(2500)), NOON);
        var known = accounts().find(account).orElseThrow();
        assertThat(ledger().advise(proposed)).isEqualTo(new Advice.Known(known, Optional.empty()));

        put(account, AccountStatus.FROZEN);
        var frozen = accounts().find(account).orElseThrow();
        assertThat(ledger().advise(proposed))
                .isEqualTo(new Advice.Known(frozen, Optional.of(REFUSED_ACCOUNT)));

        put(account, AccountStatus.OPEN);
        assertThat(ledger().credit(order(account, usd(2500)))).isInstanceOf(Credited.class);
    }

    @Test
    void advice_on_a_whole_balance_is_given_without_knowing_the_amount() {
        var account = opened();
        var whole = new WholeBalance(usd(1).currency());

        assertThat(ledger().advise(new ProposedCredit(account, card, whole, NOON)))
                .isEqualTo(
                        new Advice.Known(accounts().find(account).orElseThrow(), Optional.empty()));
    }

    @Test
    void advice_on_an_account_that_is_not_there_says_so() {
        AccountId nobodys = Samples.account();
        var proposed = new ProposedCredit(nobodys, card, new Exactly(usd(1)), NOON);

        assertThat(ledger().advise(proposed)).isEqualTo(new Advice.NoSuchAccount());
    }

    private static Money krone(long minor) {
        return Money.of(minor, "DKK");
    }

    private static CreditOrder withAmount(CreditOrder order, Money amount) {
        return new CreditOrder(
                order.id(), order.account(), order.institution(), order.card(), amount, order.at());
    }
}
