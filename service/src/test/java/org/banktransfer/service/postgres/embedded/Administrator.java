package org.banktransfer.service.postgres.embedded;

import org.banktransfer.service.postgres.JdbcUrl;

/// The login that may do anything, for tests that plant what nothing else could.
public final class Administrator {

    private Administrator() {}

    public static JdbcUrl of(EmbeddedPostgres server, String database) {
        return server.administrator(database);
    }
}
