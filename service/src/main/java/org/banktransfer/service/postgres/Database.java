package org.banktransfer.service.postgres;

/// One database, and the two ways into it.
///
/// @param owner for its schema's migrations, at start alone
/// @param service for everything else; may do no more than the migrations grant
public record Database(JdbcUrl owner, JdbcUrl service) {

    /// One login for both. Its owner can't be kept from what it owns, so append-only tables are
    /// then held by their triggers alone.
    public static Database withOneLogin(JdbcUrl both) {
        return new Database(both, both);
    }
}
