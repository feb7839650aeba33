package org.banktransfer.institution;

/// Everything an institution may answer to a reversal.
public sealed interface ReversalReply extends ReversalWord
        permits ReversalWord.Reversed,
                ReversalWord.Blocked,
                ReversalWord.NothingToReverse,
                ReversalWord.Reversing,
                ReversalWord.Refused,
                ReversalWord.Unknown {}
