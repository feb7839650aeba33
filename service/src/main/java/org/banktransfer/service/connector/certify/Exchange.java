package org.banktransfer.service.connector.certify;

/// One request and its answer, for people: card number and PIN are blotted out, and what is long is
/// cut.
///
/// @param sent the request's line and body
/// @param heard the answer's status and body
public record Exchange(String sent, String heard) {}
