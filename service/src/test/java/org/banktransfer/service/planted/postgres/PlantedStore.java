package org.banktransfer.service.planted.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// Does nothing wrong.
public final class PlantedStore {

    public void commit(Connection connection) throws SQLException {
        connection.commit();
    }
}
