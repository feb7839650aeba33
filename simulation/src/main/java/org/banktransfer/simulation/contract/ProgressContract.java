package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.institution.DeclineCode.CARD_EXPIRED;
import static org.banktransfer.ledger.VoidReason.NEVER_ARRIVED;
import static org.banktransfer.ledger.VoidReason.REFUSED_FRAUD;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.entry;
import static org.banktransfer.simulation.contract.Samples.progress;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.banktransfer.transfer.TransferStore;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a transfer store writes down what was learned.
public abstract class ProgressContract extends TransferStoreTests {

    protected ProgressContract(TransferStore store) {
        super(store);
    }

    @Test
    void every_state_is_kept_as_it_was_recorded() {
        var states =
                List.<TransferState>of(
                        new Completed(usd(2500)),
                        new Declined(CARD_EXPIRED),
                        new Reversing(REFUSED_FRAUD, Optional.of(usd(2500))),
                        new Reversing(NEVER_ARRIVED, Optional.empty()),
                        new Reversed(REFUSED_FRAUD, Optional.of(usd(2500))),
                        new Reversed(NEVER_ARRIVED, Optional.empty()));
        for (var state : states) {
            var transfer = accepted();
            var at = NOON.plusSeconds(1);
            becomes(transfer.id(), state, at);

            assertThat(stateOf(transfer.id())).isEqualTo(state);
            assertThat(found(transfer.id()).updatedAt()).isEqualTo(at);
            assertThat(found(transfer.id()).createdAt()).isEqualTo(NOON);
        }
    }

    @Test
    void a_final_state_is_never_overwritten() {
        var transfer = accepted().id();
        becomes(transfer, new Completed(usd(2500)));
        var asItWas = found(transfer);

        var later = NOON.plusSeconds(60);
        becomes(transfer, new Declined(CARD_EXPIRED), later);
        becomes(transfer, new Reversing(NEVER_ARRIVED, Optional.empty()), later);
        becomes(transfer, new Pending(), later);

        assertThat(found(transfer)).isEqualTo(asItWas);
    }

    @Test
    void of_states_in_one_batch_the_first_final_one_stands() {
        var transfer = accepted().id();
        recordAndFlush(
                became(transfer, new Reversing(NEVER_ARRIVED, Optional.empty()), NOON),
                became(transfer, new Reversed(NEVER_ARRIVED, Optional.empty()), NOON),
                became(transfer, new Reversing(REFUSED_FRAUD, Optional.empty()), NOON),
                became(transfer, new Completed(usd(1)), NOON));

        assertThat(stateOf(transfer)).isEqualTo(new Reversed(NEVER_ARRIVED, Optional.empty()));
    }

    @Test
    void a_state_is_true_whoever_holds_the_claim() {
        var transfer = accepted().id();
        store().claimDue(institution, CLAIMED_UNTIL, Samples.claim(), NOON.plusSeconds(90), 10);

        becomes(transfer, new Completed(usd(2500)));

        assertThat(stateOf(transfer)).isEqualTo(new Completed(usd(2500)));
    }

    @Test
    void a_released_transfer_waits_for_its_next_round() {
        var claim = Samples.claim();
        var transfer = accepted(claim).id();
        var due = NOON.plusSeconds(10);
        recordAndFlush(released(transfer, claim, 4, due));

        assertThat(found(transfer).attempts()).isEqualTo(4);
        assertThat(claimedAt(due.minusMillis(1))).isEmpty();
        assertThat(claimedAt(due)).containsExactly(transfer);
    }

    @Test
    void a_release_of_a_claim_that_was_lost_says_nothing() {
        var lost = Samples.claim();
        var transfer = accepted(lost).id();
        var until = NOON.plusSeconds(90);
        store().claimDue(institution, CLAIMED_UNTIL, Samples.claim(), until, 10);

        recordAndFlush(released(transfer, lost, 9, NOON));

        assertThat(found(transfer).attempts()).isZero();
        assertThat(claimedAt(until.minusMillis(1))).isEmpty();
        assertThat(claimedAt(until)).containsExactly(transfer);
    }

    @Test
    void a_claim_is_released_once() {
        var claim = Samples.claim();
        var transfer = accepted(claim).id();
        recordAndFlush(released(transfer, claim, 1, NOON), released(transfer, claim, 2, NOON));
        assertThat(found(transfer).attempts()).isEqualTo(1);

        recordAndFlush(released(transfer, claim, 3, NOON));
        assertThat(found(transfer).attempts()).isEqualTo(1);
    }

    @Test
    void a_batch_of_everything_for_one_transfer_adds_up() {
        var claim = Samples.claim();
        var transfer = accepted(claim).id();
        recordAndFlush(
                became(transfer, new Reversing(NEVER_ARRIVED, Optional.empty()), NOON),
                released(transfer, claim, 1, NOON.plusSeconds(5)),
                became(transfer, new Reversing(REFUSED_FRAUD, Optional.of(usd(3))), NOON));

        assertThat(stateOf(transfer)).isEqualTo(new Reversing(REFUSED_FRAUD, Optional.of(usd(3))));
        assertThat(found(transfer).attempts()).isEqualTo(1);
        assertThat(claimedAt(NOON.plusSeconds(5))).containsExactly(transfer);
    }

    @Test
    void a_final_transfer_keeps_its_rounds_and_waits_for_nobody() {
        var claim = Samples.claim();
        var transfer = accepted(claim).id();
        recordAndFlush(parked(transfer, claim, Optional.of(ParkReason.REVERSAL_REFUSED)));
        becomes(transfer, new Reversed(NEVER_ARRIVED, Optional.empty()));

        assertThat(found(transfer).attempts()).isEqualTo(7);
        assertThat(found(transfer).parked()).isEmpty();
        assertThat(claimedAt(NOON.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void a_parked_transfer_says_why_until_it_is_released_without() {
        var claim = Samples.claim();
        var transfer = accepted(claim).id();
        recordAndFlush(parked(transfer, claim, Optional.of(ParkReason.BROKEN_INVARIANT)));
        assertThat(found(transfer).parked()).contains(ParkReason.BROKEN_INVARIANT);

        var next = Samples.claim();
        store().claimDue(institution, NOON, next, NOON.plusSeconds(90), 10);
        assertThat(found(transfer).parked()).contains(ParkReason.BROKEN_INVARIANT);
        recordAndFlush(parked(transfer, next, Optional.empty()));
        assertThat(found(transfer).parked()).isEmpty();
    }

    @Test
    void a_batch_over_many_transfers_changes_each_as_told() {
        var ids = new ArrayList<TransferId>();
        var all = new ArrayList<Progress>();
        for (int i = 1; i <= 30; i++) {
            var id = accepted().id();
            ids.add(id);
            all.add(became(id, new Completed(usd(i)), NOON));
        }
        recordAndFlush(all.reversed().toArray(Progress[]::new));

        for (int i = 1; i <= 30; i++) {
            assertThat(stateOf(ids.get(i - 1))).isEqualTo(new Completed(usd(i)));
        }
    }

    @Test
    void progress_of_a_transfer_that_is_not_there_harms_nothing() {
        var nobodys = Samples.id();
        var transfer = accepted().id();
        recordAndFlush(
                became(nobodys, new Completed(usd(1)), NOON),
                became(transfer, new Completed(usd(2500)), NOON));

        assertThat(store().find(nobodys)).isEmpty();
        assertThat(stateOf(transfer)).isEqualTo(new Completed(usd(2500)));
    }

    @Test
    void the_history_tells_every_call_oldest_first() {
        var transfer = accepted().id();
        var entries = new ArrayList<HistoryEntry>();
        for (int i = 0; i < 5; i++) {
            entries.add(entry(transfer, NOON.plusMillis(i), "unknown"));
        }
        // Two calls of one instant keep the order in which they were handed over.
        entries.add(entry(transfer, NOON.plusMillis(4), "approved"));
        entries.forEach(one -> store().record(new Progress(one, Optional.empty())));
        recordAndFlush();

        assertThat(store().history(transfer)).containsExactlyElementsOf(entries);
        assertThat(store().history(Samples.id())).isEmpty();
    }

    @Test
    void of_a_very_long_history_the_newest_thousand_are_told() {
        var transfer = accepted().id();
        for (int i = 0; i < 1010; i++) {
            var one = entry(transfer, NOON.plusMillis(i), "unknown");
            store().record(new Progress(one, Optional.empty()));
        }
        recordAndFlush();

        var told = store().history(transfer);
        assertThat(told).hasSize(1000);
        assertThat(told.getFirst().at()).isEqualTo(NOON.plusMillis(10));
        assertThat(told.getLast().at()).isEqualTo(NOON.plusMillis(1009));
    }

    private Progress parked(TransferId id, ClaimToken claim, Optional<ParkReason> reason) {
        return progress(id, new Released(id, claim, 7, NOON, reason, NOON));
    }

    private List<TransferId> claimedAt(Instant now) {
        return store().claimDue(institution, now, Samples.claim(), now.plusSeconds(3), 100).stream()
                .map(Transfer::id)
                .toList();
    }
}
