package org.banktransfer.service.postgres;

/// Where a database is, and as whom to log in to it. It may name several hosts and hold a password,
/// so it shows neither its user nor any other of its parameters.
///
/// @param value `jdbc:postgresql:` and what pgjdbc takes after it
public record JdbcUrl(String value) {

    public static final String PREFIX = "jdbc:postgresql:";

    /// @throws IllegalArgumentException if it is for another database; the message repeats none of
    ///   it
    public JdbcUrl {
        if (!value.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a database's URL begins with " + PREFIX);
        }
    }

    @Override
    public String toString() {
        int parameters = value.indexOf('?');
        return parameters < 0 ? value : value.substring(0, parameters);
    }
}
