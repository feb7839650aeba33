package org.banktransfer.service.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.service.fake.FakeStore;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

class TransferDeskTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeBank bank =
            new FakeBank(
                    new DeskSettings(
                            3,
                            2,
                            Duration.ofSeconds(3),
                            Duration.ofMillis(5),
                            Duration.ofMillis(9)));

    @AfterEach
    void close() {
        bank.close();
    }

    private static LedgerAnswer credited() {
        return new LedgerAnswer.Credited(Money.of(2_500, "USD"));
    }

    @Test
    void a_drive_runs_to_its_end_and_then_gives_its_place_back() {
        var begun = bank.begin("key-1");

        assertThat(bank.desk.await(begun, LONG).state())
                .isEqualTo(new TransferState.Completed(Money.of(2_500, "USD")));
        Await.until(() -> bank.desk.inFlight() == 0);
        Await.until(() -> bank.places() == 3);
    }

    @Test
    void a_transfer_in_flight_is_told_as_its_drive_last_saw_it() {
        bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        bank.institution.holdReversals();
        var begun = bank.begin("key-1");

        Await.until(() -> bank.desk.now(begun).state() instanceof TransferState.Reversing);
        assertThat(bank.desk.await(begun, Duration.ZERO).isFinal()).isFalse();

        bank.institution.open();
        assertThat(bank.desk.await(begun, LONG).state()).isInstanceOf(TransferState.Reversed.class);
    }

    /// This process froze in the middle of its drive, and another has finished it meanwhile.
    @Test
    void a_transfer_in_flight_here_that_another_node_has_completed_is_told_as_completed() {
        bank.institution.hold();
        var begun = bank.begin("key-1");
        Await.until(() -> !bank.institution.asked().isEmpty());
        bank.ledger.decide(begun.id(), credited());

        assertThat(bank.desk.inFlight()).isEqualTo(1);
        assertThat(bank.desk.now(begun).isFinal()).isTrue();
        assertThat(bank.desk.await(begun, Duration.ZERO).isFinal()).isTrue();
        bank.institution.open();
    }

    /// Found by an hour of chaos: the drive here waited for its institution, the other node voided.
    @Test
    void who_waits_for_a_transfer_in_flight_here_is_not_told_pending_once_another_node_voided_it() {
        bank.institution.hold();
        var begun = bank.begin("key-1");
        Await.until(() -> !bank.institution.asked().isEmpty());
        bank.ledger.decide(
                begun.id(),
                new LedgerAnswer.Voided(VoidReason.NEVER_ARRIVED, Optional.empty(), false));

        var told = bank.desk.await(begun, Duration.ofMillis(30));

        assertThat(bank.desk.inFlight()).isEqualTo(1);
        assertThat(told.state())
                .isEqualTo(new TransferState.Reversing(VoidReason.NEVER_ARRIVED, Optional.empty()));
        assertThat(bank.desk.now(List.of(begun)))
                .extracting(Transfer::state)
                .containsExactly(told.state());
        bank.institution.open();
    }

    @Test
    void whoever_has_begun_a_transfer_is_told_of_it_although_the_ledger_is_gone() {
        bank.institution.fallSilent();
        var begun = bank.begin("key-1");
        Await.until(() -> bank.desk.inFlight() == 0);
        bank.ledger.reachable(false);

        assertThat(bank.desk.awaitBegun(begun, Duration.ofMillis(30)).isFinal()).isFalse();
        assertThatThrownBy(() -> bank.desk.await(begun, Duration.ZERO))
                .isInstanceOf(LedgerUnreachable.class);
    }

    @Test
    void a_drive_that_ends_without_an_outcome_is_left_to_recovery() {
        bank.institution.fallSilent();
        var begun = bank.begin("key-1");

        Await.until(() -> bank.desk.inFlight() == 0);

        assertThat(bank.desk.now(begun).state()).isEqualTo(new TransferState.Pending());
        assertThat(bank.institution.asked().size()).isGreaterThan(1);
        assertThat(bank.places()).isEqualTo(3);
    }

    @Test
    void who_waits_for_a_transfer_that_was_left_hears_of_it_from_the_ledger() throws Exception {
        bank.institution.fallSilent();
        var begun = bank.begin("key-1");
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = others.submit(() -> bank.desk.await(begun, LONG));
            Await.until(() -> bank.desk.inFlight() == 0);

            bank.ledger.decide(begun.id(), credited());

            assertThat(waiting.get().isFinal()).isTrue();
        }
    }

    @Test
    void who_waits_is_woken_at_once_by_recovery_in_this_process() throws Exception {
        var slow = Duration.ofHours(1);
        try (var patient = new FakeBank(new DeskSettings(3, 2, slow, slow, slow));
                var others = Executors.newVirtualThreadPerTaskExecutor()) {
            patient.institution.fallSilent();
            var begun = patient.begin("key-1");
            var waiting = others.submit(() -> patient.desk.await(begun, LONG));
            Await.until(() -> patient.desk.inFlight() == 0);
            var settled =
                    FakeStore.in(
                            begun,
                            new TransferState.Reversed(VoidReason.TIMED_OUT, Optional.empty()),
                            begun.createdAt());

            Await.until(() -> {
                patient.desk.changed(settled);
                return waiting.isDone();
            });

            assertThat(waiting.get()).isEqualTo(settled);
        }
    }

    @Test
    void a_broken_invariant_parks_the_transfer() {
        bank.ledger.breakInvariant();
        var begun = bank.begin("key-1");

        Await.until(() -> bank.desk.inFlight() == 0);

        assertThat(bank.store.history(begun.id()).getLast().step()).isEqualTo("park");
    }

    @Test
    void many_transfers_are_told_with_one_question_to_the_ledger() {
        bank.institution.fallSilent();
        var begun = bank.begin("key-1");
        Await.until(() -> bank.desk.inFlight() == 0);
        bank.ledger.decide(begun.id(), credited());
        var stored = List.copyOf(bank.store.all());

        assertThat(bank.desk.now(stored)).allMatch(Transfer::isFinal);
        bank.ledger.reachable(false);
        assertThat(bank.desk.now(stored)).isEqualTo(stored).noneMatch(Transfer::isFinal);
    }

    @Test
    void a_settled_transfer_is_told_in_the_same_words_before_the_record_has_it() {
        bank.store.writesStates(false);
        var begun = bank.begin("key-1");
        var told = bank.desk.await(begun, LONG);
        Await.until(() -> bank.desk.inFlight() == 0);

        assertThat(bank.desk.now(begun)).isEqualTo(told);
        assertThat(bank.desk.now(List.of(begun))).containsExactly(told);
    }

    @Test
    void one_customer_cannot_take_every_place() {
        var anns = bank.desk.admit(FakeBank.ANN);
        var annsOther = bank.desk.admit(FakeBank.ANN);

        assertThat(bank.desk.admit(FakeBank.ANN)).isInstanceOf(Admission.ShareTaken.class);
        var bobs = bank.desk.admit(FakeBank.BOB);
        assertThat(bank.desk.admit(FakeBank.BOB)).isInstanceOf(Admission.Full.class);
        assertThat(bank.desk.hasRoom()).isFalse();

        closePlace(anns);
        closePlace(anns);
        var bobsOther = bank.desk.admit(FakeBank.BOB);
        assertThat(bank.desk.admit(FakeBank.BOB)).isInstanceOf(Admission.Full.class);
        closePlace(annsOther);
        closePlace(bobs);
        closePlace(bobsOther);
        assertThat(bank.places()).isEqualTo(3);
    }

    private static void closePlace(Admission admission) {
        if (!(admission instanceof Admission.Admitted(var place))) {
            throw new AssertionError("not admitted: " + admission);
        }
        place.close();
    }

    @Test
    void a_closing_desk_admits_nobody_and_waits_for_what_is_in_flight() throws Exception {
        bank.institution.hold();
        var begun = bank.begin("key-1");
        Await.until(() -> bank.institution.asked().size() == 1);
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var closing = others.submit(() -> bank.desk.close(LONG));
            Await.until(() -> !bank.desk.hasRoom());
            assertThat(bank.desk.admit(FakeBank.ANN)).isInstanceOf(Admission.Full.class);

            bank.institution.open();

            assertThat(closing.get()).isTrue();
            assertThat(bank.desk.now(begun).isFinal()).isTrue();
        }
    }

    @Test
    void a_desk_whose_time_is_up_leaves_the_rest_to_recovery() {
        bank.institution.hold();
        var begun = bank.begin("key-1");
        Await.until(() -> bank.institution.asked().size() == 1);

        assertThat(bank.desk.close(Duration.ofMillis(1))).isFalse();
        bank.institution.open();
        Await.until(() -> bank.desk.inFlight() == 0);

        assertThat(bank.ledger.lookUp(begun.id())).isEqualTo(new LedgerAnswer.Open());
    }

    @Test
    void a_closing_desk_lets_those_go_who_wait_for_others() throws Exception {
        bank.institution.fallSilent();
        var begun = bank.begin("key-1");
        Await.until(() -> bank.desk.inFlight() == 0);
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = others.submit(() -> bank.desk.await(begun, Duration.ofHours(1)));

            bank.desk.close(LONG);

            assertThat(waiting.get().isFinal()).isFalse();
        }
    }
}
