package org.banktransfer.transfer;

import org.banktransfer.identity.TransferId;

import java.time.Duration;
import java.time.Instant;

/// One call made for a transfer, and what came of it. Never edited.
///
/// @param at when the call was made
/// @param node which of our processes made it
/// @param step the word of the [Step]
/// @param outcome a stable word for the answer: `approved`, `unknown`, `voided`, ...
/// @param detail for people: a code, a reference, why an answer is unknown; holds no card data; may
///   be empty
/// @param took how long the answer took
public record HistoryEntry(
        TransferId id,
        Instant at,
        String node,
        String step,
        String outcome,
        String detail,
        Duration took) {}
