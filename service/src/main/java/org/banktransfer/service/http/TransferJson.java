package org.banktransfer.service.http;

import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A transfer as callers see it.
///
/// @param amount in minor units; null until it is known
/// @param reason why it did not complete; null for what did, or may still
record TransferJson(
        String id,
        String status,
        String account,
        String institution,
        CardJson card,
        @Nullable Long amount,
        String currency,
        @Nullable ReasonJson reason,
        Instant createdAt,
        Instant updatedAt) {

    record CardJson(String last4) {}

    /// @param code stable
    /// @param message for people
    record ReasonJson(String code, String message) {}

    static TransferJson of(Transfer transfer) {
        var wish = transfer.wish();
        return new TransferJson(
                transfer.id().toString(),
                status(transfer.state()),
                wish.account().value(),
                wish.institution().value(),
                new CardJson(wish.last4()),
                transfer.amount().map(Money::minor).orElse(null),
                wish.amount().currency().getCurrencyCode(),
                reason(transfer.state()),
                written(transfer.createdAt()),
                written(transfer.updatedAt()));
    }

    /// The record keeps times less exactly than the clock gives them, and an answer from memory
    /// must not differ from one out of the record.
    private static Instant written(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static String status(TransferState state) {
        return switch (state) {
            case TransferState.Pending _ -> "pending";
            case TransferState.Completed _ -> "completed";
            case TransferState.Declined _ -> "declined";
            case TransferState.Reversing _ -> "reversing";
            case TransferState.Reversed _ -> "reversed";
        };
    }

    private static @Nullable ReasonJson reason(TransferState state) {
        return switch (state) {
            case TransferState.Pending _, TransferState.Completed _ -> null;
            case TransferState.Declined(var code) -> new ReasonJson(word(code), message(code));
            case TransferState.Reversing(var reason, _) ->
                    new ReasonJson(word(reason), message(reason));
            case TransferState.Reversed(var reason, _) ->
                    new ReasonJson(word(reason), message(reason));
        };
    }

    private static String message(DeclineCode code) {
        return switch (code) {
            case CARD_DECLINED -> "The institution declined the card.";
            case WRONG_PIN -> "The PIN is wrong.";
            case INSUFFICIENT_FUNDS -> "There is not enough on the card.";
            case CARD_EXPIRED -> "The card has expired.";
            case CARD_BLOCKED -> "The institution has blocked the card.";
        };
    }

    private static String message(VoidReason reason) {
        return switch (reason) {
            case REFUSED_FRAUD -> "We do not take money from this card here.";
            case REFUSED_LIMIT -> "It is over a limit of the account.";
            case REFUSED_ACCOUNT -> "The account does not take money now.";
            case NEVER_ARRIVED -> "The institution never received the request.";
            case TIMED_OUT -> "The institution did not answer in time.";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
