package org.banktransfer.institution;

import org.banktransfer.identity.TransferId;
import org.banktransfer.money.RequestedAmount;

import java.time.Instant;

/// One request to hand over money.
///
/// @param id what the institution dedupes on
/// @param validUntil the institution refuses the request if it arrives later
public record CashOutRequest(
        TransferId id, Card card, RequestedAmount amount, Instant validUntil) {}
