package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Transfer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;

/// A row as another version of the program may have written it: its words pass the database's
/// checks, and this version does not know them.
class UnreadableRowTest {

    private static final String ID = " where transfer_id = '";
    private static final Database DATABASE = SharedPostgres.fresh("db/transfers");
    private static final Connections OWNER =
            new Connections("owner", DATABASE.owner(), SharedPostgres.PATIENT);
    private static final Connections SERVICE =
            new Connections("service", DATABASE.service(), SharedPostgres.PATIENT);
    private static final PostgresTransferStore STORE =
            new PostgresTransferStore(SERVICE, SharedPostgres.PATIENT, 1);

    private final InstitutionName institution = Samples.institution();

    @AfterAll
    static void close() {
        STORE.close();
        SERVICE.close();
        OWNER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set status = 'reversing', reason = 'OF_A_LATER_VERSION'" + ID,
                "update transfer set currency = 'ZZZ'" + ID,
                "update unsettled set parked = 'OF_A_LATER_VERSION'" + ID
            })
    void a_row_that_cannot_be_read_holds_up_none_behind_it(String change) throws SQLException {
        var unreadable = accepted();
        var behind = accepted();
        OWNER.eachOnItsOwn(connection -> {
            try (var plain = connection.createStatement()) {
                return plain.execute(change + unreadable.id().value() + "'");
            }
        });

        var claimed = STORE.claimDue(institution, NOON, Samples.claim(), NOON.plusSeconds(3), 10);

        assertThat(claimed).extracting(Transfer::id).containsExactly(behind.id());
        assertThatThrownBy(() -> STORE.find(unreadable.id()))
                .hasMessageContaining(unreadable.id().toString());
    }

    private Transfer accepted() {
        var wish =
                Samples.wish(
                        Samples.customer(),
                        Samples.key(),
                        Samples.card(),
                        institution,
                        new Exactly(usd(2500)));
        var transfer = Samples.pending(wish, NOON);
        STORE.accept(transfer, Samples.claim(), NOON, new PinPolicy(3, Duration.ofHours(1)));
        return transfer;
    }
}
