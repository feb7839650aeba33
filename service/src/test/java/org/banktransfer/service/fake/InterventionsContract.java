package org.banktransfer.service.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.simulation.contract.Race;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Intervention.Kind;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.Interventions.Answer;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Transfer;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// What every record of interventions must do: two people for each, and each done once.
public abstract class InterventionsContract {

    protected static final OperatorId OLGA = new OperatorId("olga");
    protected static final OperatorId OSCAR = new OperatorId("oscar");
    protected static final Duration PARKED_FOR = Duration.ofHours(1);

    protected abstract Interventions interventions();

    /// A transfer that nobody drives now, pending.
    protected abstract Transfer pending();

    protected abstract void settle(TransferId id);

    /// The ledger has voided what was paid for it, and our record says so.
    protected abstract void reversing(TransferId id);

    protected abstract Transfer found(TransferId id);

    protected static Intervention proposal(TransferId transfer, Kind kind) {
        return new Intervention(
                UUID.randomUUID(),
                transfer,
                kind,
                "a customer asked",
                OLGA,
                NOON,
                Optional.empty());
    }

    protected final Intervention proposed(TransferId transfer, Kind kind) {
        var proposal = proposal(transfer, kind);
        assertThat(interventions().propose(proposal)).isEqualTo(Answer.DONE);
        return proposal;
    }

    protected final Answer approve(Intervention proposal, OperatorId by) {
        return interventions().approve(proposal.id(), by, NOON.plusSeconds(60), PARKED_FOR);
    }

    @Test
    void what_one_has_proposed_is_done_once_another_approves_it() {
        var transfer = pending();
        var until = transfer.patienceUntil().plusSeconds(900);
        var proposal = proposed(transfer.id(), new Kind.Patience(until));
        assertThat(found(transfer.id()).patienceUntil()).isEqualTo(transfer.patienceUntil());

        assertThat(approve(proposal, OSCAR)).isEqualTo(Answer.DONE);

        assertThat(found(transfer.id()).patienceUntil()).isEqualTo(until);
        var decision = interventions().of(transfer.id()).getFirst().decision().orElseThrow();
        assertThat(decision.approved()).isTrue();
        assertThat(decision.by()).isEqualTo(OSCAR);
    }

    @Test
    void what_is_credited_forward_is_driven_towards_it_past_its_patience_and_no_shorter() {
        var transfer = pending();
        var late = transfer.patienceUntil().plusSeconds(60);
        var gone = proposed(transfer.id(), new Kind.CreditForward());
        assertThat(interventions().approve(gone.id(), OSCAR, late, PARKED_FOR))
                .isEqualTo(Answer.DONE);
        var until = late.plus(Kind.CreditForward.LASTS);
        assertThat(found(transfer.id()).patienceUntil()).isEqualTo(until);

        var again = proposed(transfer.id(), new Kind.CreditForward());
        assertThat(approve(again, OSCAR)).isEqualTo(Answer.DONE);

        assertThat(found(transfer.id()).patienceUntil()).isEqualTo(until);
        var voided = pending();
        var tooLate = proposed(voided.id(), new Kind.CreditForward());
        reversing(voided.id());
        assertThat(approve(tooLate, OSCAR)).isEqualTo(Answer.TOO_LATE);
        assertThat(found(voided.id()).patienceUntil()).isEqualTo(voided.patienceUntil());
    }

    @Test
    void whoever_proposed_it_cannot_approve_it() {
        var transfer = pending();
        var proposal = proposed(transfer.id(), new Kind.Park());

        assertThat(approve(proposal, OLGA)).isEqualTo(Answer.NEEDS_ANOTHER_PERSON);

        assertThat(found(transfer.id()).parked()).isEmpty();
        assertThat(interventions().of(transfer.id()).getFirst().isOpen()).isTrue();
    }

    @Test
    void of_many_who_approve_it_at_once_one_does() {
        var transfer = pending();
        var proposal = proposed(transfer.id(), new Kind.Park());

        var answers = Race.of(8, i -> () -> approve(proposal, new OperatorId("second-" + i)));

        assertThat(answers).filteredOn(Answer.DONE::equals).hasSize(1);
        assertThat(found(transfer.id()).parked()).contains(ParkReason.BY_OPERATOR);
    }

    @Test
    void what_is_decided_cannot_be_decided_again() {
        var transfer = pending();
        var proposal = proposed(transfer.id(), new Kind.Park());
        assertThat(interventions().reject(proposal.id(), OLGA, NOON)).isEqualTo(Answer.DONE);

        assertThat(approve(proposal, OSCAR)).isEqualTo(Answer.NOT_OPEN);
        assertThat(interventions().reject(proposal.id(), OSCAR, NOON)).isEqualTo(Answer.NOT_OPEN);

        assertThat(found(transfer.id()).parked()).isEmpty();
    }

    @Test
    void one_proposal_at_a_time_waits_for_a_transfer() {
        var transfer = pending();
        var first = proposed(transfer.id(), new Kind.Park());
        var second = proposal(transfer.id(), new Kind.DriveNow());

        assertThat(interventions().propose(second)).isEqualTo(Answer.ANOTHER_IS_OPEN);
        assertThat(approve(first, OSCAR)).isEqualTo(Answer.DONE);
        assertThat(interventions().propose(second)).isEqualTo(Answer.DONE);
        assertThat(approve(second, OSCAR)).isEqualTo(Answer.DONE);

        assertThat(found(transfer.id()).parked()).isEmpty();
        assertThat(interventions().newest(100))
                .extracting(Intervention::id)
                .contains(first.id(), second.id());
    }

    @Test
    void nothing_is_done_to_what_is_settled() {
        var transfer = pending();
        var proposal = proposed(transfer.id(), new Kind.DriveNow());
        settle(transfer.id());

        assertThat(approve(proposal, OSCAR)).isEqualTo(Answer.TOO_LATE);
        assertThat(interventions().propose(proposal(transfer.id(), new Kind.Park())))
                .isEqualTo(Answer.TOO_LATE);
        assertThat(interventions().propose(proposal(Samples.id(), new Kind.Park())))
                .isEqualTo(Answer.TOO_LATE);
        assertThat(interventions().of(transfer.id()).getFirst().isOpen()).isTrue();
    }
}
