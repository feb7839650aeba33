package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.InterventionsContract;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Intervention.Kind;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.Interventions.Answer;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Interventions in PostgreSQL, where two people are also the schema's rule.
class PostgresInterventionsTest extends InterventionsContract {

    private static final Database DATABASE = SharedPostgres.fresh("db/transfers");
    private static final Connections TRANSFERS =
            new Connections("service", DATABASE.service(), SharedPostgres.PATIENT);
    private static final Connections OWNER =
            new Connections("owner", DATABASE.owner(), SharedPostgres.PATIENT);
    private static final Connections LEDGER = SharedPostgres.connections("db/ledger");
    private static final PostgresTransferStore STORE =
            new PostgresTransferStore(TRANSFERS, SharedPostgres.PATIENT, 1);
    private static final PostgresInterventions INTERVENTIONS =
            new PostgresInterventions(TRANSFERS, LEDGER);

    @AfterAll
    static void close() {
        STORE.close();
        TRANSFERS.close();
        OWNER.close();
        LEDGER.close();
    }

    @Override
    protected Interventions interventions() {
        return INTERVENTIONS;
    }

    @Override
    protected Transfer pending() {
        return claimedUntil(NOON);
    }

    private static Transfer claimedUntil(Instant until) {
        return claimedUntil(until, Samples.claim());
    }

    private static Transfer claimedUntil(Instant until, ClaimToken claim) {
        var transfer = Samples.pending(Samples.wish());
        STORE.accept(transfer, claim, until, new PinPolicy(3, Duration.ofHours(1)));
        return transfer;
    }

    @Override
    protected void settle(TransferId id) {
        var completed = new TransferState.Completed(Samples.usd(2500));
        STORE.record(Samples.progress(id, new Became(id, completed, NOON)));
        assertThat(STORE.flush(Duration.ofSeconds(30))).isTrue();
    }

    @Override
    protected void reversing(TransferId id) {
        var paid = Optional.of(Samples.usd(2500));
        var reversing = new TransferState.Reversing(VoidReason.TIMED_OUT, paid);
        STORE.record(Samples.progress(id, new Became(id, reversing, NOON)));
        assertThat(STORE.flush(Duration.ofSeconds(30))).isTrue();
    }

    @Override
    protected Transfer found(TransferId id) {
        return STORE.find(id).orElseThrow();
    }

    @Test
    void what_is_driven_on_is_due_at_once_and_what_is_parked_is_not() {
        var hasty = pending();
        var parked = pending();
        assertThat(approve(proposed(hasty.id(), new Kind.DriveNow()), OSCAR))
                .isEqualTo(Answer.DONE);
        assertThat(approve(proposed(parked.id(), new Kind.Park()), OSCAR)).isEqualTo(Answer.DONE);

        assertThat(due(hasty, NOON.plusSeconds(60))).containsExactly(hasty.id());
        assertThat(due(parked, NOON.plusSeconds(61))).isEmpty();
        assertThat(due(parked, NOON.plusSeconds(60).plus(PARKED_FOR))).containsExactly(parked.id());
    }

    private static List<TransferId> due(Transfer transfer, Instant now) {
        return STORE.claimDue(transfer.wish().institution(), now, Samples.claim(), now, 10).stream()
                .map(Transfer::id)
                .toList();
    }

    @Test
    void nothing_is_done_to_what_is_being_driven() {
        var transfer = claimedUntil(NOON.plusSeconds(3600));
        var proposal = proposed(transfer.id(), new Kind.Park());

        assertThat(approve(proposal, OSCAR)).isEqualTo(Answer.UNDER_WAY);

        assertThat(found(transfer.id()).parked()).isEmpty();
        assertThat(INTERVENTIONS.of(transfer.id()).getFirst().isOpen()).isTrue();
    }

    /// A node that stood still for longer than its claim goes on as if nothing had happened.
    @Test
    void a_drive_that_has_outlived_its_claim_cannot_take_back_what_was_approved() {
        var claim = Samples.claim();
        var transfer = claimedUntil(NOON, claim);
        approve(proposed(transfer.id(), new Kind.Park()), OSCAR);

        var id = transfer.id();
        var lastWord = new Released(id, claim, 1, NOON, Optional.empty(), NOON);
        STORE.record(Samples.progress(id, lastWord));
        assertThat(STORE.flush(Duration.ofSeconds(30))).isTrue();

        assertThat(found(id).parked()).contains(ParkReason.BY_OPERATOR);
        assertThat(due(transfer, NOON.plusSeconds(61))).isEmpty();
    }

    @Test
    void proposal_and_approval_are_on_the_operators_sealed_record() throws SQLException {
        var transfer = pending();
        var proposal = proposed(transfer.id(), new Kind.Park());
        approve(proposal, OSCAR);

        var actions =
                new Books(LEDGER)
                        .actions(NOON, 1000).stream()
                                .filter(each -> each.about().equals(transfer.id().toString()))
                                .toList();

        assertThat(actions).extracting(Books.Action::kind).containsExactly("proposed", "approved");
        assertThat(actions).extracting(Books.Action::by).containsExactly("olga", "oscar");
        assertThat(actions.getLast().detail()).contains(proposal.id().toString(), "park");
        assertThat(LEDGER.eachOnItsOwn(Seals::faults)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update intervention set approved = true, decided_by = proposed_by, decided_at = now()"
                        + " where approved is null",
                "update intervention set proposed_by = 'somebody'",
                "update intervention set kind = 'drive_now' where kind = 'park'",
                "delete from intervention",
                "truncate intervention"
            })
    void the_database_refuses_one_person_and_another_story(String statement) {
        proposed(pending().id(), new Kind.Park());

        for (var login : List.of(TRANSFERS, OWNER)) {
            assertThatThrownBy(() ->
                            login.eachOnItsOwn(
                                    connection -> Sql.of(statement).on(connection).update()))
                    .isInstanceOf(SQLException.class);
        }
    }
}
