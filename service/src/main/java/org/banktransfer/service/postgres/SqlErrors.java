package org.banktransfer.service.postgres;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

/// What a database's complaint means to us. Source: PostgreSQL's documentation, appendix A, "Error
/// Codes".
final class SqlErrors {

    /// Connection trouble, the server short of something or ended by an operator, its disk in
    /// trouble, a login refused: nothing that our statement is to blame for.
    private static final Set<String> CLASSES_OUT_OF_REACH = Set.of("08", "28", "53", "57", "58");

    /// Serialization failure, deadlock, lock timeout, no such database (yet), idle timeouts, and a
    /// read-only server, which is a former primary that has been replaced.
    private static final Set<String> OUT_OF_REACH =
            Set.of("40001", "40P01", "55P03", "3D000", "25P03", "25P04", "25006");

    private static final String INTEGRITY_VIOLATION = "23";
    private static final String DUPLICATE = "23505";
    private static final String READ_ONLY = "25006";

    private SqlErrors() {}

    /// Whether the same call may go well later. It says nothing of whether this one did: if the
    /// commit was under way, its fate is unknown.
    static boolean isOutOfReach(SQLException e) {
        var state = e.getSQLState();
        return e instanceof SQLTransientException
                || state == null
                || state.length() < 2
                || CLASSES_OUT_OF_REACH.contains(state.substring(0, 2))
                || OUT_OF_REACH.contains(state);
    }

    /// Whether a constraint or a guarding trigger refused.
    static boolean isRefusal(SQLException e) {
        var state = e.getSQLState();
        return state != null && state.startsWith(INTEGRITY_VIOLATION);
    }

    /// Whether a row is there already under a key that the statement did not expect to be taken.
    static boolean isDuplicate(SQLException e) {
        return DUPLICATE.equals(e.getSQLState());
    }

    static boolean isReadOnly(SQLException e) {
        return READ_ONLY.equals(e.getSQLState());
    }

    /// For people. Holds no values of rows: the server puts those into its detail, which is left
    /// out.
    static String describe(SQLException e) {
        var said =
                serverMessage(e)
                        .map(ServerErrorMessage::getMessage)
                        .orElseGet(() -> String.valueOf(e.getMessage()));
        return "SQLSTATE " + e.getSQLState() + ", " + said;
    }

    private static Optional<ServerErrorMessage> serverMessage(SQLException e) {
        @Nullable ServerErrorMessage message =
                e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return Optional.ofNullable(message);
    }
}
