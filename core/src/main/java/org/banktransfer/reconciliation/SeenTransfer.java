package org.banktransfer.reconciliation;

import org.banktransfer.institution.LookUpReply;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.transfer.Transfer;

/// One transfer as the three sides tell it.
///
/// @param stored our record
/// @param ledger its decision
/// @param institution what the institution says of its cash-out
public record SeenTransfer(Transfer stored, LedgerAnswer ledger, LookUpReply institution) {}
