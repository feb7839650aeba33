package org.banktransfer.service.fake;

import org.junit.jupiter.api.Nested;

/// The store that the API's tests stand on tells what PostgreSQL's does.
class FakeStoreTest {

    private static final FakeStore STORE = new FakeStore();

    @Nested
    class Events extends EventsContract {
        Events() {
            super(STORE, STORE);
        }
    }
}
