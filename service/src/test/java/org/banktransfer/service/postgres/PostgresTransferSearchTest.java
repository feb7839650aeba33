package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.identity.TransferId;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change.Released;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferSearch;
import org.banktransfer.transfer.TransferSearch.Sought;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What operators seek is found in PostgreSQL, within the period and nowhere else.
class PostgresTransferSearchTest {

    private static final Database DATABASE = SharedPostgres.fresh("db/transfers");
    private static final Connections CONNECTIONS =
            new Connections("service", DATABASE.service(), SharedPostgres.PATIENT);
    private static final PostgresTransferStore STORE =
            new PostgresTransferStore(CONNECTIONS, SharedPostgres.PATIENT, 1);
    private static final TransferSearch SEARCH = new PostgresTransferSearch(CONNECTIONS);
    private static final Transfer FIRST = Samples.pending(Samples.wish());
    private static final Transfer SECOND = Samples.pending(Samples.wish());
    private static final Instant UNTIL = NOON.plus(Duration.ofMinutes(1));

    @BeforeAll
    static void two_transfers() {
        var policy = new PinPolicy(3, Duration.ofHours(1));
        var claim = Samples.claim();
        STORE.accept(FIRST, Samples.claim(), NOON, policy);
        STORE.accept(SECOND, claim, NOON, policy);
        STORE.record(approved(FIRST.id(), "2500 USD bank-ref-1"));
        STORE.record(parked(SECOND.id(), claim));
        assertThat(STORE.flush(Duration.ofSeconds(30))).isTrue();
    }

    private static Progress approved(TransferId id, String detail) {
        return new Progress(
                new HistoryEntry(id, NOON, "node-1", "cash_out", "approved", detail, Duration.ZERO),
                Optional.empty());
    }

    private static Progress parked(TransferId id, ClaimToken claim) {
        return new Progress(
                new HistoryEntry(id, NOON, "node-1", "park", "reversal_refused", "", Duration.ZERO),
                Optional.of(
                        new Released(
                                id,
                                claim,
                                1,
                                UNTIL,
                                Optional.of(ParkReason.REVERSAL_REFUSED),
                                NOON)));
    }

    @AfterAll
    static void close() {
        STORE.close();
        CONNECTIONS.close();
    }

    private static List<TransferId> find(Sought sought) {
        return ids(SEARCH.find(sought, NOON, UNTIL, 100));
    }

    private static List<TransferId> ids(List<Transfer> transfers) {
        return transfers.stream().map(Transfer::id).toList();
    }

    @Test
    void a_transfer_is_found_by_its_key_whoevers_it_is() {
        assertThat(find(new Sought.Key(FIRST.wish().key().value()))).containsExactly(FIRST.id());
    }

    @Test
    void transfers_are_found_by_the_cards_last_digits_newest_first() {
        assertThat(FIRST.wish().last4()).isEqualTo(SECOND.wish().last4());
        assertThat(find(new Sought.Last4(FIRST.wish().last4())))
                .containsExactly(SECOND.id(), FIRST.id());
    }

    @Test
    void a_transfer_is_found_by_the_reference_that_its_approval_came_with() {
        assertThat(find(new Sought.Reference("bank-ref-1"))).containsExactly(FIRST.id());
        assertThat(find(new Sought.Reference("bank-ref"))).isEmpty();
        assertThat(find(new Sought.Reference("%"))).isEmpty();
    }

    @Test
    void nothing_is_found_that_was_accepted_at_another_time() {
        var before = NOON.minus(Duration.ofDays(1));

        assertThat(find(new Sought.Anything())).containsExactly(SECOND.id(), FIRST.id());
        assertThat(SEARCH.find(new Sought.Anything(), before, NOON, 100)).isEmpty();
        assertThat(SEARCH.find(new Sought.Anything(), UNTIL, UNTIL.plusSeconds(60), 100)).isEmpty();
    }

    @Test
    void what_waits_for_a_person_comes_before_what_is_older() {
        assertThat(ids(SEARCH.unsettled(100))).containsExactly(SECOND.id(), FIRST.id());
        assertThat(ids(SEARCH.unsettled(1))).containsExactly(SECOND.id());
    }

    @Test
    void a_search_without_bounds_is_refused() {
        assertThatThrownBy(() -> SEARCH.find(new Sought.Anything(), NOON, UNTIL, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
