package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.progress;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.TransferState.Completed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;

/// What the transfer store's database refuses, whoever asks.
class TransferGuardsTest {

    private static final String NO_RIGHT = "42501";
    private static final String REFUSED_BY_TRIGGER = "23001";

    private static final Database DATABASE = SharedPostgres.fresh("db/transfers");
    private static final Connections SERVICE =
            new Connections("service", DATABASE.service(), SharedPostgres.PATIENT);
    private static final Connections OWNER =
            new Connections("owner", DATABASE.owner(), SharedPostgres.PATIENT);

    @BeforeAll
    static void a_completed_transfer() {
        var store = new PostgresTransferStore(SERVICE, SharedPostgres.PATIENT, 1);
        var transfer = Samples.pending(Samples.wish());
        store.accept(transfer, Samples.claim(), NOON, new PinPolicy(3, Duration.ofHours(1)));
        store.record(
                progress(transfer.id(), new Became(transfer.id(), new Completed(usd(2500)), NOON)));
        store.close();
    }

    @AfterAll
    static void close() {
        SERVICE.close();
        OWNER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer_history set outcome = 'approved'",
                "delete from transfer_history",
                "truncate transfer_history",
                "delete from transfer",
                "truncate transfer cascade"
            })
    void the_record_of_what_was_done_stays(String statement) {
        assertThat(stateOfRefusal(SERVICE, statement)).isEqualTo(NO_RIGHT);
        assertThat(stateOfRefusal(OWNER, statement)).isEqualTo(REFUSED_BY_TRIGGER);
    }

    /// There is no foreign key that would keep it out.
    @Test
    void a_card_held_by_nobody_is_found_by_the_audit() throws SQLException {
        var id = Samples.id();
        var hold =
                """
                insert into unsettled (transfer_id, card_fingerprint, institution, created_at,
                                       next_step_at, claimed_until)
                values (:id, :card, 'sandbox', :now, :now, :now)
                """;
        var letGo = "delete from unsettled where transfer_id = :id";
        OWNER.eachOnItsOwn(connection ->
                Sql.of(hold)
                        .on(connection)
                        .set("id", id.value())
                        .set("card", Samples.card().value())
                        .set("now", NOON)
                        .update());
        var store = new PostgresTransferStore(SERVICE, SharedPostgres.PATIENT, 1);
        assertThat(store.slotsWithoutIntent())
                .containsExactly(id + ": holds its card, and was never accepted");
        OWNER.eachOnItsOwn(
                connection -> Sql.of(letGo).on(connection).set("id", id.value()).update());
        assertThat(store.slotsWithoutIntent()).isEmpty();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set status = 'pending', paid_minor = null, paid_currency = null",
                "update transfer set updated_at = now()"
            })
    void a_final_transfer_stays_as_it_is(String statement) {
        assertThat(stateOfRefusal(SERVICE, statement)).isEqualTo(REFUSED_BY_TRIGGER);
        assertThat(stateOfRefusal(OWNER, statement)).isEqualTo(REFUSED_BY_TRIGGER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set requested_minor = 1",
                "update transfer set account = 'acc_thief'",
                "update transfer set customer = 'thief'",
                "update wrong_pin set at = now()",
                "delete from wrong_pin"
            })
    void the_service_cannot_change_what_was_asked_for(String statement) {
        assertThat(stateOfRefusal(SERVICE, statement)).isEqualTo(NO_RIGHT);
    }

    private static String stateOfRefusal(Connections as, String statement) {
        return catchThrowableOfType(
                        SQLException.class,
                        () ->
                                as.eachOnItsOwn(connection -> {
                                    try (var plain = connection.createStatement()) {
                                        return plain.execute(statement);
                                    }
                                }))
                .getSQLState();
    }
}
