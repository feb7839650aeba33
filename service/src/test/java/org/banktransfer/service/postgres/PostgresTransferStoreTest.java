package org.banktransfer.service.postgres;

import org.banktransfer.service.fake.EventsContract;
import org.banktransfer.simulation.contract.AcceptanceContract;
import org.banktransfer.simulation.contract.ClaimsContract;
import org.banktransfer.simulation.contract.ProgressContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

class PostgresTransferStoreTest {

    private static final Connections CONNECTIONS = SharedPostgres.connections("db/transfers");
    private static final PostgresTransferStore STORE =
            new PostgresTransferStore(CONNECTIONS, SharedPostgres.PATIENT, 1);

    @AfterAll
    static void close() {
        STORE.close();
        CONNECTIONS.close();
    }

    @Nested
    class Acceptances extends AcceptanceContract {
        Acceptances() {
            super(STORE);
        }
    }

    @Nested
    class Progresses extends ProgressContract {
        Progresses() {
            super(STORE);
        }
    }

    @Nested
    class Events extends EventsContract {
        Events() {
            super(STORE, new PostgresEvents(CONNECTIONS));
        }
    }

    @Nested
    class Claims extends ClaimsContract {
        Claims() {
            super(STORE);
        }
    }
}
