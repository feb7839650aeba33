package org.banktransfer.institution;

/// Everything an institution may answer to a cash-out.
public sealed interface CashOutReply extends CashOutWord
        permits CashOutWord.Approved,
                CashOutWord.Declined,
                CashOutWord.DoorShut,
                CashOutWord.Unknown {}
