package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Fault.ANSWER_LOST;
import static org.banktransfer.transfer.Fault.REFUSED;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Advice;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Currency;
import java.util.Optional;

/// The customer's way in: who begins, who is answered with an earlier transfer, who is sent away.
class RedemptionTest {

    private static final Exactly EXACTLY = new Exactly(Wishes.AMOUNT);

    private final ScriptedFate fate = new ScriptedFate();
    private final World world = new World(fate);

    @Test
    void the_same_key_is_answered_with_the_same_transfer_as_it_is_now() {
        var first = world.begin(Wishes.wish("k1"));
        world.engine.advance(world.engine.advance(first));
        world.store.loseUnwritten();

        var again = (RedeemAnswer.Replayed) world.redeem(Wishes.wish("k1"));

        assertThat(again.transfer().id()).isEqualTo(first.transfer().id());
        assertThat(again.transfer().state()).isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.institution.cashOutsSent()).isEqualTo(1);
    }

    @Test
    void the_same_key_for_another_wish_is_refused() {
        world.begin(Wishes.wish("k1"));

        assertThat(world.redeem(Wishes.wish("k1", new Exactly(Money.of(1, "USD")))))
                .isEqualTo(new RedeemAnswer.KeyReused());
    }

    @Test
    void another_key_waits_for_the_card_and_names_only_the_customers_own_transfer() {
        var first = world.begin(Wishes.wish("k1")).transfer();

        assertThat(world.redeem(Wishes.wish("k2")))
                .isEqualTo(new RedeemAnswer.InProgress(Optional.of(first.id())));

        var bob = new CustomerId("bob");
        ownedBy(bob);
        assertThat(world.redeem(Wishes.wish(bob, "k1", EXACTLY)))
                .isEqualTo(new RedeemAnswer.InProgress(Optional.empty()));
    }

    @Test
    void a_second_press_whose_first_is_credited_writes_that_down_and_begins() {
        var first = world.begin(Wishes.wish("k1"));
        world.engine.advance(world.engine.advance(first));
        world.store.loseUnwritten();

        var second = world.begin(Wishes.wish("k2"));

        assertThat(second.transfer().id()).isNotEqualTo(first.transfer().id());
        assertThat(world.store.stored(first.transfer().id()).state())
                .isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
        assertThat(world.steps(first.transfer())).containsExactly("close completed");
    }

    @Test
    void a_second_press_whose_first_is_reversed_and_booked_begins() {
        fate.then("credit", REFUSED).then("flush", REQUEST_LOST);
        var first = world.begin(Wishes.wish("k1"));
        var drive = first;
        while (!drive.isOver()) {
            drive = world.engine.advance(drive);
        }
        world.store.loseUnwritten();

        assertThat(world.redeem(Wishes.wish("k2"))).isInstanceOf(RedeemAnswer.Begun.class);
        assertThat(world.store.stored(first.transfer().id()).state())
                .isInstanceOf(TransferState.Reversed.class);
    }

    @Test
    void a_second_press_whose_first_is_voided_and_still_owed_a_reversal_waits() {
        fate.then("credit", REFUSED).then("reverse", ANSWER_LOST);
        world.run(world.begin(Wishes.wish("k1")));

        assertThat(world.redeem(Wishes.wish("k2"))).isInstanceOf(RedeemAnswer.InProgress.class);
    }

    @Test
    void a_second_press_waits_when_the_first_ones_end_cannot_be_made_durable() {
        var first = world.begin(Wishes.wish("k1"));
        world.engine.advance(world.engine.advance(first));
        world.store.loseUnwritten();
        world.store.flushes = false;

        assertThat(world.redeem(Wishes.wish("k2"))).isInstanceOf(RedeemAnswer.InProgress.class);
    }

    @Test
    void wrong_pins_lock_the_card_before_the_institution_is_asked_again() {
        world.institution.declinesWith = Optional.of(DeclineCode.WRONG_PIN);
        for (int i = 1; i <= 3; i++) {
            world.run(world.begin(Wishes.wish("k" + i)));
        }

        assertThat(world.redeem(Wishes.wish("k4"))).isInstanceOf(RedeemAnswer.CardLocked.class);
        assertThat(world.institution.cashOutsSent()).isEqualTo(3);
    }

    @Test
    void a_repeated_wrong_pin_counts_once() {
        world.institution.declinesWith = Optional.of(DeclineCode.WRONG_PIN);
        fate.then("cash_out", ANSWER_LOST, ANSWER_LOST);
        world.run(world.begin(Wishes.wish("k1")));
        world.run(world.begin(Wishes.wish("k2")));

        assertThat(world.redeem(Wishes.wish("k3"))).isInstanceOf(RedeemAnswer.Begun.class);
    }

    @Test
    void only_an_open_account_of_the_customer_in_the_right_currency_is_used() {
        assertThat(world.redeem(Wishes.wish("k1", new Exactly(Money.of(1, "EUR")))))
                .isEqualTo(new RedeemAnswer.CurrencyMismatch());
        ownedBy(new CustomerId("bob"));
        assertThat(world.redeem(Wishes.wish("k1"))).isEqualTo(new RedeemAnswer.AccountUnusable());
        world.ledger.advice = new Advice.NoSuchAccount();
        assertThat(world.redeem(Wishes.wish("k1"))).isEqualTo(new RedeemAnswer.AccountUnusable());
    }

    @Test
    void a_repeat_is_answered_even_where_a_first_request_would_be_refused_now() {
        var first = world.run(world.begin(Wishes.wish("k1"))).transfer();
        world.ledger.advice = new Advice.NoAnswer("down");

        assertThat(world.redeem(Wishes.wish("k1")))
                .isEqualTo(new RedeemAnswer.Replayed(world.store.stored(first.id())));
        assertThat(world.redeem(Wishes.wish("k2"))).isInstanceOf(RedeemAnswer.Unavailable.class);
    }

    @Test
    void while_the_store_is_out_of_reach_nothing_is_sent() {
        world.store.isReachable = false;

        assertThat(world.redeem(Wishes.wish("k1"))).isInstanceOf(RedeemAnswer.Unavailable.class);
        assertThat(world.institution.cashOutsSent()).isZero();
    }

    @Test
    void an_intent_whose_commit_was_not_heard_of_is_found_by_the_repeat_and_settled() {
        world.store.losesAcceptAnswer = true;
        assertThat(world.redeem(Wishes.wish("k1"))).isInstanceOf(RedeemAnswer.Unavailable.class);
        world.store.losesAcceptAnswer = false;

        var again = (RedeemAnswer.Replayed) world.redeem(Wishes.wish("k1"));
        var settled = world.recover(again.transfer());

        assertThat(settled.state()).isInstanceOf(TransferState.Reversed.class);
        assertThat(world.institution.cashOutsSent()).isZero();
        assertThat(world.institution.cardMinor).isEqualTo(FakeInstitution.OPENING);
    }

    @Test
    void a_transfer_that_had_to_wait_for_its_card_has_its_whole_time_before_it() {
        var first = world.begin(Wishes.wish("k1"));
        world.engine.advance(world.engine.advance(first));
        world.store.loseUnwritten();
        world.store.beforeFlush = () -> world.clock.pass(Duration.ofSeconds(9));

        var second = world.begin(Wishes.wish("k2")).transfer();

        assertThat(world.store.stored(first.transfer().id()).isFinal()).isTrue();
        assertThat(second.createdAt()).isEqualTo(world.clock.instant());
        assertThat(second.validUntil())
                .isEqualTo(second.createdAt().plus(World.SETTINGS.validFor()));
    }

    private void ownedBy(CustomerId owner) {
        world.ledger.advice =
                new Advice.Known(
                        new Account(
                                Wishes.ACCOUNT,
                                owner,
                                Currency.getInstance("USD"),
                                AccountStatus.OPEN),
                        Optional.empty());
    }
}
