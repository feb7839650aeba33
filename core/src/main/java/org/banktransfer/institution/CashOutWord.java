package org.banktransfer.institution;

import org.banktransfer.money.Money;

/// What we know of a cash-out: either nothing has been heard yet ([NotSent], [NotAsked]) or the
/// last thing the institution said of it.
public sealed interface CashOutWord
        permits CashOutWord.NotSent, CashOutWord.NotAsked, CashOutReply, LookUpReply {

    /// This coordinator accepted the transfer and has sent nothing; without the card nobody else
    /// can.
    record NotSent() implements CashOutWord {}

    /// The cash-out may have been sent, and we have not asked yet what became of it.
    record NotAsked() implements CashOutWord {}

    /// The money was handed over.
    ///
    /// @param amount more than zero, and what was asked for
    /// @param reference the institution's own name for the movement; may be empty
    record Approved(Money amount, String reference) implements CashOutReply, LookUpReply {
        public Approved {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("approved " + amount);
            }
        }
    }

    /// Definitely not, and never under this id.
    record Declined(DeclineCode code) implements CashOutReply, LookUpReply {}

    /// The cash-out was reversed, or a reversal arrived first and blocked it: nothing is left to
    /// credit.
    record DoorShut() implements CashOutReply, LookUpReply {}

    /// Not here yet. Says nothing about a request that is still on its way.
    record NeverSeen() implements LookUpReply {}

    /// No definite answer: lost, late, malformed, or about something else.
    ///
    /// @param why for people; holds no card data
    record Unknown(String why) implements CashOutReply, LookUpReply {}
}
