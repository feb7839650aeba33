package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.NotSent;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.NotAsked;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.junit.jupiter.api.Test;

import java.util.function.Predicate;

/// The protocol's rules, over everything that can be known of a transfer.
class ProtocolRulesTest {

    @Test
    void credit_only_what_was_paid() {
        whenever(step -> step instanceof Step.Credit)
                .then((facts, step) ->
                        facts.ledger() instanceof Open
                                && facts.cashOut() instanceof Approved(var paid, _)
                                && step.equals(new Step.Credit(paid)));
    }

    @Test
    void reverse_only_what_was_voided() {
        whenever(step -> step instanceof Step.Reverse)
                .then((facts, _) -> facts.ledger() instanceof Voided);
    }

    @Test
    void a_credited_transfer_is_completed_and_nothing_else_is_ever_done_for_it() {
        EveryFacts.forEach(facts -> {
            if (facts.ledger() instanceof Credited(var amount)) {
                assertThat(DecisionTable.next(facts))
                        .isEqualTo(new Step.Close(new TransferState.Completed(amount)));
            }
        });
    }

    @Test
    void completed_is_said_only_of_what_the_ledger_has_credited() {
        whenever(closesAs(TransferState.Completed.class))
                .then((facts, _) -> facts.ledger() instanceof Credited);
    }

    @Test
    void declined_is_said_only_after_the_institution_has_said_it() {
        whenever(closesAs(TransferState.Declined.class))
                .then((facts, _) ->
                        facts.cashOut() instanceof Declined && facts.ledger() instanceof Open);
    }

    @Test
    void reversed_is_said_only_of_a_booked_reversal_or_of_what_was_never_sent() {
        whenever(closesAs(TransferState.Reversed.class))
                .then((facts, _) ->
                        facts.ledger() instanceof Voided(_, _, var booked)
                                && (booked || facts.cashOut() instanceof NotSent));
    }

    @Test
    void a_transfer_is_never_closed_as_anything_that_is_not_final() {
        whenever(step -> step instanceof Step.Close)
                .then((_, step) -> step instanceof Step.Close(var state) && state.isFinal());
    }

    @Test
    void a_reversal_is_booked_only_when_the_card_is_whole_and_stays_so() {
        whenever(step -> step instanceof Step.BookReversal)
                .then((facts, _) ->
                        facts.ledger() instanceof Voided
                                && switch (facts.reversal()) {
                                    case ReversalWord.Reversed _ -> true;
                                    case ReversalWord.Blocked _, ReversalWord.NothingToReverse _ ->
                                            !facts.mayStillArrive();
                                    case ReversalWord.NotAsked _,
                                            ReversalWord.Reversing _,
                                            ReversalWord.Refused _,
                                            ReversalWord.Unknown _ ->
                                            false;
                                });
    }

    @Test
    void a_cash_out_is_sent_only_while_it_may_be_and_nothing_definite_was_heard() {
        whenever(step -> step instanceof Step.CashOut)
                .then((facts, _) ->
                        facts.mayCashOut()
                                && facts.ledger() instanceof Open
                                && (facts.cashOut() instanceof NotSent
                                        || facts.cashOut() instanceof Unknown));
    }

    @Test
    void what_the_rules_advise_against_is_not_sent_at_all() {
        whenever(step -> step instanceof Step.CashOut)
                .then((facts, _) -> facts.advice().isEmpty() || facts.cashOut() instanceof Unknown);
    }

    @Test
    void only_an_open_transfer_is_voided() {
        whenever(step -> step instanceof Step.VoidCredit)
                .then((facts, _) -> facts.ledger() instanceof Open);
    }

    @Test
    void while_the_ledger_is_silent_no_institution_hears_of_it() {
        EveryFacts.forEach(facts -> {
            if (facts.ledger() instanceof NotAsked || facts.ledger() instanceof NoAnswer) {
                assertThat(DecisionTable.next(facts))
                        .isIn(new Step.AskLedger(), new Step.Wait(Step.Until.LEDGER));
            }
        });
    }

    @Test
    void a_person_is_called_only_for_a_reversal_that_is_owed() {
        whenever(step -> step instanceof Step.Park)
                .then((facts, _) -> facts.ledger() instanceof Voided(_, _, var booked) && !booked);
    }

    private static Predicate<Step> closesAs(Class<? extends TransferState> state) {
        return step -> step instanceof Step.Close(var as) && state.isInstance(as);
    }

    private static Rule whenever(Predicate<Step> step) {
        return new Rule(step);
    }

    private record Rule(Predicate<Step> concerned) {

        void then(Promise promise) {
            var times = new int[1];
            EveryFacts.forEach(facts -> {
                var step = DecisionTable.next(facts);
                if (concerned.test(step)) {
                    times[0]++;
                    if (!promise.holds(facts, step)) {
                        throw new AssertionError(step + " on " + facts);
                    }
                }
            });
            assertThat(times[0]).as("the rule concerns something").isPositive();
        }
    }

    private interface Promise {
        boolean holds(Facts facts, Step step);
    }
}
