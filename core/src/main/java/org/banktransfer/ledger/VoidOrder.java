package org.banktransfer.ledger;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.Optional;

/// The order never to credit a transfer.
///
/// @param paid what the institution has paid, if we know; it is in transit until it is reversed
public record VoidOrder(
        TransferId id,
        InstitutionName institution,
        VoidReason reason,
        Optional<Money> paid,
        Instant at) {}
