package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Transfer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;

/// A row as another version of the program may have written it: its words pass the database's
/// checks, and this version does not know them.
class UnreadableRowTest {

    private static final String ID = " where transfer_id = '";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update transfer set status = 'reversing', reason = 'OF_A_LATER_VERSION'" + ID,
                "update transfer set currency = 'ZZZ'" + ID,
                "update unsettled set parked = 'OF_A_LATER_VERSION'" + ID
            })
    void a_row_that_cannot_be_read_holds_up_none_behind_it(String change) throws SQLException {
        var database = SharedPostgres.fresh("db/transfers");
        try (var owner = new Connections("owner", database.owner(), SharedPostgres.PATIENT);
                var service =
                        new Connections("service", database.service(), SharedPostgres.PATIENT)) {
            var store = new PostgresTransferStore(service, Duration.ofSeconds(10), 1);
            var institution = Samples.institution();
            var unreadable = accepted(store, institution);
            var behind = accepted(store, institution);
            owner.eachOnItsOwn(connection -> {
                try (var plain = connection.createStatement()) {
                    return plain.execute(change + unreadable.id().value() + "'");
                }
            });

            var claimed =
                    store.claimDue(institution, NOON, Samples.claim(), NOON.plusSeconds(3), 10);

            assertThat(claimed).extracting(Transfer::id).containsExactly(behind.id());
            store.close();
        }
    }

    private static Transfer accepted(PostgresTransferStore store, InstitutionName institution) {
        var wish =
                Samples.wish(
                        Samples.customer(),
                        Samples.key(),
                        Samples.card(),
                        institution,
                        new Exactly(usd(2500)));
        var transfer = Samples.pending(wish, NOON);
        store.accept(transfer, Samples.claim(), NOON, new PinPolicy(3, Duration.ofHours(1)));
        return transfer;
    }
}
