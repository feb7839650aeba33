package org.banktransfer.service.connector;

/// What one call brought back.
///
/// @param reply what it means for the transfer
/// @param health what it tells of the institution
public record Heard<R>(R reply, Health health) {

    /// What a call tells of the institution's health.
    public enum Health {
        /// It was there and spoke its contract. A decline is speech, and so is an answer about
        /// another amount: it tells of one transfer, not of the institution's health.
        SPOKE,
        /// Silence, an outage, and what only something in between can have said.
        SILENT,
        /// Nothing: nothing was sent.
        NOT_SENT
    }

    public static <R> Heard<R> spoken(R reply) {
        return new Heard<>(reply, Health.SPOKE);
    }

    public static <R> Heard<R> silence(R reply) {
        return new Heard<>(reply, Health.SILENT);
    }

    public static <R> Heard<R> notSent(R reply) {
        return new Heard<>(reply, Health.NOT_SENT);
    }

    public boolean spoke() {
        return health == Health.SPOKE;
    }
}
