package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidReason;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What the ledger's decision makes of a stored transfer.
class TransferTest {

    private static final TransferState PENDING = new TransferState.Pending();
    private static final TransferState REVERSING =
            new TransferState.Reversing(VoidReason.TIMED_OUT, Optional.of(Wishes.AMOUNT));

    private final Transfer stored = new World(Fate.KIND).begin(Wishes.wish("k1")).transfer();

    @Test
    void a_credit_completes_it() {
        assertThat(decided(PENDING, new Credited(Wishes.AMOUNT)))
                .isEqualTo(new TransferState.Completed(Wishes.AMOUNT));
    }

    @Test
    void a_void_makes_it_reversing_and_only_the_record_makes_it_reversed() {
        for (boolean booked : new boolean[] {false, true}) {
            var voided = new Voided(VoidReason.TIMED_OUT, Optional.of(Wishes.AMOUNT), booked);
            assertThat(decided(PENDING, voided)).isEqualTo(REVERSING);
            assertThat(decided(REVERSING, voided)).isEqualTo(REVERSING);
        }
    }

    @Test
    void no_decision_and_no_answer_change_nothing() {
        assertThat(decided(PENDING, new LedgerAnswer.Open())).isEqualTo(PENDING);
        assertThat(decided(REVERSING, new LedgerAnswer.NoAnswer("down"))).isEqualTo(REVERSING);
        assertThat(decided(PENDING, new LedgerAnswer.NotAsked())).isEqualTo(PENDING);
    }

    @Test
    void a_final_state_stays_whatever_the_ledger_says() {
        for (var state : EveryFacts.cases(TransferState.class)) {
            if (state.isFinal()) {
                for (var decision : EveryFacts.cases(LedgerAnswer.class)) {
                    assertThat(decided(state, decision)).isEqualTo(state);
                }
            }
        }
    }

    @Test
    void the_amount_is_what_moved_or_else_what_was_asked_for() {
        assertThat(stored.amount()).contains(Wishes.AMOUNT);
        assertThat(new TransferState.Declined(DeclineCode.WRONG_PIN).amount()).isEmpty();
        assertThat(REVERSING.amount()).contains(Wishes.AMOUNT);
    }

    private TransferState decided(TransferState state, LedgerAnswer decision) {
        return stored.in(state, stored.updatedAt()).asDecided(decision).state();
    }
}
