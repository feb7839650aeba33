package org.banktransfer.service.postgres.trouble;

import org.banktransfer.service.postgres.Database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Takes every connection that a server has left for others, until it is closed: whoever wants a
/// new one is told that there are too many.
public final class Crowd implements AutoCloseable {

    private static final int ENOUGH = 1000;

    /// Nobody waits for a server that does not answer.
    private static final String SOON = "&connectTimeout=2&loginTimeout=2&socketTimeout=5";

    private final List<Connection> idle = new ArrayList<>();

    private Crowd() {}

    /// Returns once the server takes no more, which may be at once.
    public static Crowd at(Database database) {
        var crowd = new Crowd();
        try {
            while (crowd.idle.size() < ENOUGH) {
                crowd.idle.add(DriverManager.getConnection(database.service().value() + SOON));
            }
        } catch (SQLException e) {
            // Full, or gone: either way there is no more to take.
        }
        return crowd;
    }

    public int size() {
        return idle.size();
    }

    @Override
    public void close() {
        for (var connection : idle) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The server has ended it before.
            }
        }
    }
}
