package org.banktransfer.service.connector;

/// What one call brought back.
///
/// @param reply what it means for the transfer
/// @param spoke whether the institution was there and spoke its contract. False for silence, for an
///   outage and for what only something in between can have said. A decline is speech, and so is an
///   answer about another amount: it tells of one transfer, not of the institution's health
public record Heard<R>(R reply, boolean spoke) {

    public static <R> Heard<R> spoken(R reply) {
        return new Heard<>(reply, true);
    }

    public static <R> Heard<R> silence(R reply) {
        return new Heard<>(reply, false);
    }
}
