package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.postgres.WriteBehind.Ticketed;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.HistoryEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class ProgressWriterTest {

    private final Connections connections = SharedPostgres.connections("db/transfers");
    private final PostgresTransferStore store =
            new PostgresTransferStore(connections, SharedPostgres.PATIENT, 1);
    private final ProgressWriter writer = new ProgressWriter(connections, 2);
    private final TransferId id = Samples.id();

    @AfterEach
    void close() {
        store.close();
        connections.close();
    }

    @Test
    void what_is_written_again_after_a_commit_that_nobody_heard_of_is_there_once()
            throws SQLException {
        writer.write(List.of(step(1, "cash_out")));

        writer.write(List.of(step(1, "cash_out"), step(2, "credit")));

        assertThat(store.history(id))
                .extracting(HistoryEntry::step)
                .containsExactly("cash_out", "credit");
    }

    private Ticketed step(long ticket, String step) {
        var entry = new HistoryEntry(id, NOON, "node", step, "approved", "", Duration.ofMillis(1));
        return new Ticketed(ticket, 0, id, Optional.of(entry), Optional.empty());
    }
}
