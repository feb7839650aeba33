package org.banktransfer.institution;

/// What we know of a reversal: not asked for yet, or the institution's last answer.
public sealed interface ReversalWord permits ReversalWord.NotAsked, ReversalReply {

    /// Not asked for by this coordinator, in this run.
    record NotAsked() implements ReversalWord {}

    /// The card has its money back. "Already reversed" is this too: it is success.
    record Reversed() implements ReversalReply {}

    /// The cash-out was never seen, and will be refused if it arrives now.
    record Blocked() implements ReversalReply {}

    /// The cash-out had been declined: no money moved.
    record NothingToReverse() implements ReversalReply {}

    /// Taken on, not done yet; ask again.
    record Reversing() implements ReversalReply {}

    /// The institution will not reverse. A person has to talk to it.
    ///
    /// @param code the institution's own word, at most 64 characters
    record Refused(String code) implements ReversalReply {}

    /// No definite answer.
    ///
    /// @param why for people; holds no card data
    record Unknown(String why) implements ReversalReply {}
}
