package org.banktransfer.ledger;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.money.RequestedAmount;

import java.time.Instant;

/// A credit that may be ordered later.
///
/// @param at the time by which limits over a period are counted
public record ProposedCredit(
        AccountId account, CardFingerprint card, RequestedAmount amount, Instant at) {}
