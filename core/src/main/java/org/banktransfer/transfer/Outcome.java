package org.banktransfer.transfer;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.LedgerAnswer;

import java.util.Locale;

/// How the history says what a call came to.
///
/// @param word stable, lower case
/// @param detail for people; holds no card data; may be empty
record Outcome(String word, String detail) {

    static Outcome of(LedgerAnswer answer) {
        return switch (answer) {
            case LedgerAnswer.NotAsked _ -> new Outcome("not_asked", "");
            case LedgerAnswer.Open _ -> new Outcome("open", "");
            case LedgerAnswer.Credited(var amount) -> new Outcome("credited", amount.toString());
            case LedgerAnswer.Voided(var reason, _, var booked) ->
                    new Outcome(booked ? "voided_and_reversed" : "voided", lowerCase(reason));
            case LedgerAnswer.NoAnswer(var why) -> new Outcome("no_answer", why);
        };
    }

    static Outcome of(CashOutWord word) {
        return switch (word) {
            case CashOutWord.NotSent _ -> new Outcome("not_sent", "");
            case CashOutWord.NotAsked _ -> new Outcome("not_asked", "");
            case CashOutWord.Approved(var amount, var reference) ->
                    new Outcome("approved", (amount + " " + reference).strip());
            case CashOutWord.Declined(var code) -> new Outcome("declined", lowerCase(code));
            case CashOutWord.DoorShut _ -> new Outcome("door_shut", "");
            case CashOutWord.NeverSeen _ -> new Outcome("never_seen", "");
            case CashOutWord.Unknown(var why) -> new Outcome("unknown", why);
        };
    }

    static Outcome of(ReversalReply reply) {
        return switch (reply) {
            case ReversalWord.Reversed _ -> new Outcome("reversed", "");
            case ReversalWord.Blocked _ -> new Outcome("blocked", "");
            case ReversalWord.NothingToReverse _ -> new Outcome("nothing_to_reverse", "");
            case ReversalWord.Reversing _ -> new Outcome("reversing", "");
            case ReversalWord.Refused(var code) -> new Outcome("refused", code);
            case ReversalWord.Unknown(var why) -> new Outcome("unknown", why);
        };
    }

    static String word(TransferState state) {
        return switch (state) {
            case TransferState.Pending _ -> "pending";
            case TransferState.Completed _ -> "completed";
            case TransferState.Declined _ -> "declined";
            case TransferState.Reversing _ -> "reversing";
            case TransferState.Reversed _ -> "reversed";
        };
    }

    /// The name of a constant as history and institutions are told it.
    static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
