package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.progress;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.banktransfer.transfer.TransferStore;
import org.banktransfer.transfer.TransferStore.Backlog;
import org.banktransfer.transfer.TransferStore.Filter;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a transfer store hands out what is due, and lists what there is.
public abstract class ClaimsContract extends TransferStoreTests {

    protected ClaimsContract(TransferStore store) {
        super(store);
    }

    @Test
    void what_was_just_accepted_is_left_to_its_request_until_the_claim_ends() {
        var transfer = accepted();

        assertThat(claimAt(CLAIMED_UNTIL.minusMillis(1), 10)).isEmpty();
        assertThat(claimAt(CLAIMED_UNTIL, 10)).containsExactly(transfer);
    }

    @Test
    void what_is_due_is_claimed_earliest_first_and_no_more_than_asked_for() {
        var third = released(NOON.plusSeconds(3));
        var first = released(NOON.plusSeconds(1));
        var second = released(NOON.plusSeconds(2));

        assertThat(idsAt(NOON.plusSeconds(9), 2)).containsExactly(first, second);
        assertThat(idsAt(NOON.plusSeconds(9), 2)).containsExactly(third);
        assertThat(idsAt(NOON.plusSeconds(9), 2)).isEmpty();
    }

    @Test
    void what_another_institution_has_to_answer_for_is_left_alone() {
        accepted();

        assertThat(
                        store().claimDue(
                                        Samples.institution(),
                                        NOON.plusSeconds(60),
                                        Samples.claim(),
                                        NOON.plusSeconds(90),
                                        10))
                .isEmpty();
    }

    @Test
    void a_reversing_transfer_is_claimed_and_a_final_one_never() {
        var reversing = accepted().id();
        becomes(reversing, new Reversing(VoidReason.TIMED_OUT, Optional.empty()));
        becomes(accepted().id(), new Completed(usd(2500)));

        assertThat(idsAt(NOON.plusSeconds(60), 10)).containsExactly(reversing);
    }

    @Test
    void a_claim_that_is_not_prolonged_ends_and_another_takes_over() {
        var transfer = accepted().id();
        var now = NOON.plusSeconds(60);
        store().claimDue(institution, now, Samples.claim(), now.plusSeconds(3), 10);

        assertThat(idsAt(now.plusSeconds(3).minusMillis(1), 10)).isEmpty();
        assertThat(idsAt(now.plusSeconds(3), 10)).containsExactly(transfer);
    }

    @Test
    void a_claim_is_prolonged_while_it_is_held_and_passed_over_once_it_is_lost() {
        var claim = Samples.claim();
        var held = accepted(claim).id();
        var lost = accepted().id();
        var until = NOON.plusSeconds(30);
        store().prolong(Map.of(held, claim, lost, Samples.claim(), Samples.id(), claim), until);

        assertThat(idsAt(CLAIMED_UNTIL, 10)).containsExactly(lost);
        assertThat(idsAt(until.minusMillis(1), 10)).doesNotContain(held);
        assertThat(idsAt(until, 10)).contains(held);
        store().prolong(Map.of(), until);
    }

    @Test
    void of_many_workers_at_once_no_two_claim_the_same_transfer() {
        var all = new HashSet<TransferId>();
        for (int i = 0; i < 60; i++) {
            all.add(accepted().id());
        }

        var claimed =
                Race.of(
                        8,
                        _ ->
                                () -> {
                                    var mine = new ArrayList<TransferId>();
                                    for (int i = 0; i < 30; i++) {
                                        mine.addAll(idsAt(NOON.plusSeconds(60), 3));
                                    }
                                    return mine;
                                });

        var together = claimed.stream().flatMap(List::stream).toList();
        assertThat(together).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void transfers_are_listed_newest_first_and_page_by_page() {
        var customer = Samples.customer();
        var ids = new ArrayList<TransferId>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(acceptedOf(customer).id());
        }
        var filter = filter(Optional.of(customer), Optional.empty());

        var first = store().list(filter, Optional.empty(), 2);
        assertThat(first).extracting(Transfer::id).containsExactlyElementsOf(ids.subList(0, 2));
        var rest = store().list(filter, Optional.of(first.getLast().id()), 100);
        assertThat(rest).extracting(Transfer::id).containsExactlyElementsOf(ids.subList(2, 5));
        assertThat(first.getFirst()).isEqualTo(found(ids.getFirst()));
    }

    @Test
    void a_list_is_of_one_customer_one_account_or_one_status_where_asked_for() {
        var customer = Samples.customer();
        var open = acceptedOf(customer);
        var done = acceptedOf(customer);
        becomes(done.id(), new Completed(usd(2500)));

        assertThat(listed(filter(Optional.of(customer), Optional.of("pending"))))
                .containsExactly(open.id());
        assertThat(listed(filter(Optional.of(customer), Optional.of("completed"))))
                .containsExactly(done.id());
        assertThat(listed(filter(Optional.of(customer), Optional.of("reversed")))).isEmpty();
        var account = Optional.of(done.wish().account());
        assertThat(listed(new Filter(Optional.empty(), account, Optional.empty())))
                .containsExactly(done.id());
        assertThat(listed(new Filter(Optional.of(Samples.customer()), account, Optional.empty())))
                .isEmpty();
        assertThat(listed(filter(Optional.empty(), Optional.empty())))
                .contains(done.id(), open.id());
    }

    @Test
    void a_page_has_between_1_and_100_transfers() {
        var all = filter(Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> store().list(all, Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().list(all, Optional.empty(), 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_backlog_counts_what_is_unsettled_and_what_is_parked() {
        var claim = Samples.claim();
        var oldest = pending(Samples.card(), NOON.minusSeconds(100));
        accept(oldest, claim);
        accepted();
        becomes(accepted().id(), new Completed(usd(2500)));
        var why = Optional.of(ParkReason.REVERSAL_REFUSED);
        recordAndFlush(progress(oldest.id(), new Released(oldest.id(), claim, 1, NOON, why, NOON)));

        assertThat(store().backlog())
                .filteredOn(backlog -> backlog.institution().equals(institution))
                .containsExactly(new Backlog(institution, 2, 1, NOON.minusSeconds(100)));
    }

    private TransferId released(Instant due) {
        var claim = Samples.claim();
        var transfer = accepted(claim).id();
        recordAndFlush(released(transfer, claim, 1, due));
        return transfer;
    }

    private Transfer acceptedOf(CustomerId customer) {
        var wish =
                Samples.wish(
                        customer,
                        Samples.key(),
                        Samples.card(),
                        institution,
                        new Exactly(usd(2500)));
        var transfer = Samples.pending(wish);
        accept(transfer);
        return transfer;
    }

    private List<Transfer> claimAt(Instant now, int limit) {
        return store().claimDue(institution, now, Samples.claim(), now.plusSeconds(30), limit);
    }

    private List<TransferId> idsAt(Instant now, int limit) {
        return claimAt(now, limit).stream().map(Transfer::id).toList();
    }

    private List<TransferId> listed(Filter filter) {
        return store().list(filter, Optional.empty(), 100).stream().map(Transfer::id).toList();
    }

    private static Filter filter(Optional<CustomerId> customer, Optional<String> status) {
        return new Filter(customer, Optional.empty(), status);
    }
}
