package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.institution.DeclineCode.INSUFFICIENT_FUNDS;
import static org.banktransfer.institution.DeclineCode.WRONG_PIN;
import static org.banktransfer.ledger.VoidReason.NEVER_ARRIVED;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.banktransfer.transfer.Acceptance;
import org.banktransfer.transfer.Acceptance.Accepted;
import org.banktransfer.transfer.Acceptance.CardBusy;
import org.banktransfer.transfer.Acceptance.CardLocked;
import org.banktransfer.transfer.Acceptance.CustomerSlowed;
import org.banktransfer.transfer.Acceptance.KeyUsed;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.banktransfer.transfer.TransferStore;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// How a transfer store accepts an intent, and what it answers instead.
public abstract class AcceptanceContract extends TransferStoreTests {

    /// Slows from the third wrong PIN of a customer on, and refuses after the fifth.
    private static final PinPolicy GUESSES = new PinPolicy(3, POLICY.window(), 5);

    protected AcceptanceContract(TransferStore store) {
        super(store);
    }

    @Test
    void an_accepted_transfer_is_there_as_it_was_handed_over() {
        var transfer = accepted();

        assertThat(store().find(transfer.id())).contains(transfer);
        assertThat(store().findByKey(transfer.wish().customer(), transfer.wish().key()))
                .contains(transfer);
    }

    @Test
    void a_wish_for_the_whole_balance_is_kept_as_such() {
        var wish =
                Samples.wish(
                        Samples.customer(),
                        Samples.key(),
                        card,
                        institution,
                        new WholeBalance(usd(1).currency()));
        var transfer = Samples.pending(wish);

        assertThat(accept(transfer)).isEqualTo(new Accepted());
        assertThat(store().find(transfer.id())).contains(transfer);
    }

    @Test
    void what_was_never_accepted_is_not_found() {
        assertThat(store().find(Samples.id())).isEmpty();
        assertThat(store().findByKey(Samples.customer(), Samples.key())).isEmpty();
    }

    @Test
    void a_key_used_before_is_answered_with_its_transfer_as_it_is_now() {
        var first = accepted();
        becomes(first.id(), new Completed(usd(2500)));

        var second = Samples.pending(first.wish());
        assertThat(accept(second)).isEqualTo(new KeyUsed(found(first.id())));
        assertThat(store().find(second.id())).isEmpty();
    }

    @Test
    void a_key_belongs_to_its_customer_alone() {
        var first = accepted();
        var others = Samples.wish(Samples.customer(), first.wish().key(), Samples.card());

        assertThat(accept(Samples.pending(others))).isEqualTo(new Accepted());
    }

    @Test
    void a_card_with_an_unsettled_transfer_is_busy_and_the_new_wish_leaves_no_trace() {
        var first = pending(card);
        accept(first);

        var second = pending(card);
        assertThat(accept(second)).isEqualTo(new CardBusy(first));
        assertThat(store().find(second.id())).isEmpty();
        assertThat(store().findByKey(second.wish().customer(), second.wish().key())).isEmpty();
    }

    @Test
    void a_card_stays_busy_while_its_transfer_is_reversing() {
        var first = pending(card);
        accept(first);
        becomes(first.id(), new Reversing(NEVER_ARRIVED, Optional.empty()));

        assertThat(accept(pending(card))).isEqualTo(new CardBusy(found(first.id())));
    }

    @Test
    void a_card_is_free_again_once_its_transfer_is_final() {
        var ends =
                List.of(
                        new Completed(usd(2500)),
                        new Declined(INSUFFICIENT_FUNDS),
                        new Reversed(NEVER_ARRIVED, Optional.of(usd(2500))));
        for (var end : ends) {
            var transfer = pending(card);
            assertThat(accept(transfer)).isEqualTo(new Accepted());
            becomes(transfer.id(), end);
        }
        assertThat(accept(pending(card))).isEqualTo(new Accepted());
    }

    @Test
    void too_many_wrong_pins_lock_the_card_until_the_oldest_is_out_of_the_window() {
        wrongPin(card, NOON.minusSeconds(600));
        wrongPin(card, NOON.minusSeconds(300));
        assertThat(wrongPin(card, NOON)).isEqualTo(new Accepted());

        var until = NOON.minusSeconds(600).plus(POLICY.window());
        assertThat(accept(pending(card, NOON.plusSeconds(1)))).isEqualTo(new CardLocked(until));
        assertThat(accept(pending(card, until.minusMillis(1)))).isEqualTo(new CardLocked(until));
        assertThat(accept(pending(Samples.card(), NOON))).isEqualTo(new Accepted());
        assertThat(accept(pending(card, until))).isEqualTo(new Accepted());
    }

    @Test
    void other_declines_lock_nothing() {
        for (int i = 0; i < 5; i++) {
            var transfer = pending(card);
            assertThat(accept(transfer)).isEqualTo(new Accepted());
            becomes(transfer.id(), new Declined(INSUFFICIENT_FUNDS));
        }
    }

    @Test
    void a_customer_with_wrong_pins_of_many_cards_is_slowed_and_then_refused() {
        var guesser = Samples.customer();
        assertThat(guess(guesser, NOON)).isEqualTo(new Accepted());
        assertThat(guess(guesser, NOON)).isEqualTo(new Accepted());
        assertThat(guess(guesser, NOON)).isEqualTo(new Accepted());

        var afterOne = NOON.plusSeconds(1);
        assertThat(guess(guesser, NOON.plusMillis(999))).isEqualTo(new CustomerSlowed(afterOne));
        assertThat(guess(guesser, afterOne)).isEqualTo(new Accepted());
        var afterTwo = afterOne.plusSeconds(2);
        assertThat(guess(guesser, afterTwo.minusMillis(1))).isEqualTo(new CustomerSlowed(afterTwo));
        assertThat(guess(guesser, afterTwo)).isEqualTo(new Accepted());

        var first = NOON.plus(GUESSES.window());
        assertThat(guess(guesser, afterTwo.plusSeconds(60))).isEqualTo(new CustomerSlowed(first));
        assertThat(guess(guesser, first.minusMillis(1))).isEqualTo(new CustomerSlowed(first));
        assertThat(guess(Samples.customer(), afterTwo)).as("another").isEqualTo(new Accepted());
        assertThat(guess(guesser, first)).as("it slides").isEqualTo(new Accepted());
    }

    @Test
    void a_slowed_customer_is_still_told_what_became_of_their_earlier_wishes() {
        var guesser = Samples.customer();
        var wishes = Stream.generate(() -> ofCustomer(guesser, NOON)).limit(5).toList();
        for (var wish : wishes) {
            assertThat(store().accept(wish, Samples.claim(), CLAIMED_UNTIL, POLICY))
                    .isEqualTo(new Accepted());
            becomes(wish.id(), new Declined(WRONG_PIN), NOON);
        }
        var again = Samples.pending(wishes.getFirst().wish());

        assertThat(store().accept(again, Samples.claim(), CLAIMED_UNTIL, GUESSES))
                .isEqualTo(new KeyUsed(found(wishes.getFirst().id())));
        var refused = ofCustomer(guesser, NOON);
        assertThat(store().accept(refused, Samples.claim(), CLAIMED_UNTIL, GUESSES))
                .isEqualTo(new CustomerSlowed(NOON.plus(GUESSES.window())));
        assertThat(store().find(refused.id())).as("it leaves no trace").isEmpty();
        var same = Samples.wish(Samples.customer(), Samples.key(), refused.wish().card());
        assertThat(accept(Samples.pending(same))).as("the card is free").isEqualTo(new Accepted());
    }

    @Test
    void other_declines_slow_nobody() {
        var customer = Samples.customer();
        for (int i = 0; i < 8; i++) {
            var transfer = ofCustomer(customer, NOON);
            assertThat(store().accept(transfer, Samples.claim(), CLAIMED_UNTIL, GUESSES))
                    .isEqualTo(new Accepted());
            becomes(transfer.id(), new Declined(INSUFFICIENT_FUNDS));
        }
    }

    /// A wish of that customer for a card that nobody has used, with a wrong PIN that is heard of
    /// at once.
    private Acceptance guess(CustomerId customer, Instant at) {
        var transfer = ofCustomer(customer, at);
        var answer = store().accept(transfer, Samples.claim(), CLAIMED_UNTIL, GUESSES);
        if (answer instanceof Accepted) {
            becomes(transfer.id(), new Declined(WRONG_PIN), at);
        }
        return answer;
    }

    private Transfer ofCustomer(CustomerId customer, Instant at) {
        return Samples.pending(Samples.wish(customer, Samples.key(), Samples.card()), at);
    }

    @Test
    void a_stricter_policy_locks_until_enough_wrong_pins_are_out_of_its_window() {
        wrongPin(card, NOON.minusSeconds(600));
        wrongPin(card, NOON.minusSeconds(300));

        var strict = new PinPolicy(1, POLICY.window());
        assertThat(store().accept(pending(card), Samples.claim(), CLAIMED_UNTIL, strict))
                .isEqualTo(new CardLocked(NOON.minusSeconds(300).plus(POLICY.window())));
    }

    @Test
    void of_several_reasons_the_key_comes_first_then_the_lock_then_the_busy_card() {
        for (int i = 0; i < 3; i++) {
            wrongPin(card, NOON);
        }
        var lenient = new PinPolicy(10, POLICY.window());
        var busy = pending(card);
        store().accept(busy, Samples.claim(), CLAIMED_UNTIL, lenient);

        assertThat(accept(pending(card))).isEqualTo(new CardLocked(NOON.plus(POLICY.window())));
        assertThat(accept(Samples.pending(busy.wish()))).isEqualTo(new KeyUsed(busy));
        assertThat(store().accept(pending(card), Samples.claim(), CLAIMED_UNTIL, lenient))
                .isEqualTo(new CardBusy(busy));
    }

    @Test
    void of_a_hundred_presses_with_one_key_one_is_accepted_and_all_others_get_it() {
        var wish = Samples.wish();

        var answers = Race.of(100, _ -> acceptance(Samples.pending(wish)));

        var winner = store().findByKey(wish.customer(), wish.key()).orElseThrow();
        assertThat(answers.stream().filter(Accepted.class::isInstance)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.equals(new KeyUsed(winner))))
                .hasSize(99);
    }

    /// A card whose press was not accepted is not held up by it.
    @Test
    void of_a_hundred_presses_with_one_key_for_a_hundred_cards_the_others_cards_stay_free() {
        var key = Samples.key();
        var customer = Samples.customer();
        var cards = Stream.generate(Samples::card).limit(100).toList();
        var answers =
                Race.of(
                        100,
                        i ->
                                acceptance(
                                        Samples.pending(
                                                Samples.wish(customer, key, cards.get(i)))));

        assertThat(answers.stream().filter(Accepted.class::isInstance)).hasSize(1);
        assertThat(answers.stream().filter(KeyUsed.class::isInstance)).hasSize(99);
        var taken = store().findByKey(customer, key).orElseThrow().wish().card();
        assertThat(cards)
                .filteredOn(other -> !other.equals(taken))
                .allSatisfy(other -> assertThat(accept(pending(other))).isEqualTo(new Accepted()));
    }

    @Test
    void of_a_hundred_presses_with_a_hundred_keys_one_is_accepted_and_all_others_get_it() {
        var answers = Race.of(100, _ -> acceptance(pending(card)));

        assertThat(answers.stream().filter(Accepted.class::isInstance)).hasSize(1);
        var busy =
                answers.stream()
                        .filter(CardBusy.class::isInstance)
                        .map(CardBusy.class::cast)
                        .map(CardBusy::unsettled)
                        .toList();
        assertThat(busy).hasSize(99);
        assertThat(busy.stream().distinct()).hasSize(1);
        assertThat(store().find(busy.getFirst().id())).contains(busy.getFirst());
    }

    /// Each worker presses again and again, and whoever is accepted hears "wrong PIN": the card
    /// must be asked no more often than the policy allows.
    @Test
    void of_many_who_try_pins_at_once_no_more_get_through_than_the_policy_allows() {
        var accepted =
                Race.of(
                        8,
                        _ ->
                                () -> {
                                    int times = 0;
                                    var answer = wrongPin(card, NOON);
                                    while (!(answer instanceof CardLocked)) {
                                        times += answer instanceof Accepted ? 1 : 0;
                                        answer = wrongPin(card, NOON);
                                    }
                                    return times;
                                });

        assertThat(accepted.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(POLICY.wrongPinsMax());
    }

    /// Cards change hands as fast as transfers settle; nobody may ever be told anything but a
    /// proper answer.
    @Test
    void presses_that_race_with_settlement_get_a_proper_answer() {
        var accepted =
                Race.of(
                        8,
                        _ ->
                                () -> {
                                    int times = 0;
                                    for (int i = 0; i < 15; i++) {
                                        var transfer = pending(card);
                                        if (accept(transfer) instanceof Accepted) {
                                            times++;
                                            becomes(transfer.id(), new Completed(usd(2500)));
                                        }
                                    }
                                    return times;
                                });

        assertThat(accepted.stream().mapToInt(Integer::intValue).sum()).isPositive();
        assertThat(store().backlog())
                .noneMatch(backlog -> backlog.institution().equals(institution));
    }

    private Callable<Acceptance> acceptance(Transfer transfer) {
        return () -> accept(transfer);
    }

    /// A press at that time with a wrong PIN, heard of at that time.
    private Acceptance wrongPin(CardFingerprint of, Instant at) {
        var transfer = pending(of, at);
        var answer = accept(transfer);
        if (answer instanceof Accepted) {
            assertThat(stateOf(transfer.id())).isEqualTo(new Pending());
            becomes(transfer.id(), new Declined(WRONG_PIN), at);
        }
        return answer;
    }
}
