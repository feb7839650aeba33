package org.banktransfer.service.console;

import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;

import java.time.Duration;
import java.time.Instant;

/// One transfer in a list.
///
/// @param status the word that customers see
/// @param parked why it waits for a person; empty if it does not
record TransferRow(
        String id,
        String status,
        String parked,
        String amount,
        String account,
        String institution,
        String last4,
        String acceptedAt,
        String age) {

    static TransferRow of(Transfer transfer, Instant now) {
        var wish = transfer.wish();
        return new TransferRow(
                transfer.id().toString(),
                status(transfer.state()),
                transfer.parked().map(Shown::words).orElse(""),
                transfer.amount()
                        .map(Shown::money)
                        .orElseGet(() ->
                                "whole balance, " + wish.amount().currency().getCurrencyCode()),
                wish.account().value(),
                wish.institution().value(),
                wish.last4(),
                Shown.time(transfer.createdAt()),
                Shown.duration(Duration.between(transfer.createdAt(), now)));
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
}
