package org.banktransfer.institution;

/// Everything an institution may answer when asked what became of a cash-out.
public sealed interface LookUpReply extends CashOutWord
        permits CashOutWord.Approved,
                CashOutWord.Declined,
                CashOutWord.DoorShut,
                CashOutWord.NeverSeen,
                CashOutWord.Unknown {}
