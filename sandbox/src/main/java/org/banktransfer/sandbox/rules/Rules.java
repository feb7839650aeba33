package org.banktransfer.sandbox.rules;

import org.banktransfer.sandbox.rules.CashOutRuling.Decline;
import org.banktransfer.sandbox.rules.CashOutRuling.OtherContent;
import org.banktransfer.sandbox.rules.CashOutRuling.Pay;
import org.banktransfer.sandbox.rules.Entry.Approved;
import org.banktransfer.sandbox.rules.Entry.Blocked;
import org.banktransfer.sandbox.rules.Entry.Declined;
import org.banktransfer.sandbox.rules.Entry.Reversed;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.banktransfer.sandbox.rules.ReversalRuling.Block;
import org.banktransfer.sandbox.rules.ReversalRuling.PretendToBlock;
import org.banktransfer.sandbox.rules.ReversalRuling.PutBack;
import org.banktransfer.sandbox.rules.ReversalRuling.PutBackLater;
import org.banktransfer.sandbox.rules.ReversalRuling.Refuse;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// The institution's rules: what a request is owed, given what is on record. Pure; safe from any
/// thread. Source: `docs/api/institution.yaml`.
public final class Rules {

    private Rules() {}

    /// What a cash-out is owed.
    ///
    /// The record comes first: a known id is never decided again, not even when it repeats too
    /// late. Then the checks in the order of their codes below; the first that fails is the one
    /// named.
    ///
    /// @param known what is on record for the id, if anything
    /// @param card the card asked about, if the institution issued it
    /// @param now when the request arrived
    public static CashOutRuling cashOut(
            @Nullable Entry known,
            @Nullable Card card,
            CashOutRequest request,
            Instant now,
            Quirk quirk) {
        if (known != null && !forgotten(known, quirk)) {
            return known.standsFor(request.content())
                    ? new CashOutRuling.AsRecorded(known)
                    : new OtherContent();
        }
        // A plain decline, so that a reader of the contract needs to know no further code: it is
        // refused for good, which is all that matters to whoever has stopped waiting for it.
        if (now.isAfter(request.validUntil()) && !(quirk instanceof Quirk.IgnoreExpiry)) {
            return new Decline("card_declined", "arrived after valid_until");
        }
        if (quirk instanceof Quirk.Decline(var code)) {
            return new Decline(code, null);
        }
        return card == null ? new Decline("card_declined", null) : payFrom(card, request);
    }

    private static CashOutRuling payFrom(Card card, CashOutRequest request) {
        if (card.state() == Card.State.BLOCKED) {
            return new Decline("card_blocked", null);
        }
        if (card.state() == Card.State.EXPIRED) {
            return new Decline("card_expired", null);
        }
        if (!card.pinSeal().equals(request.pinSeal())) {
            return new Decline("wrong_pin", null);
        }
        if (!card.currency().equals(request.currency())) {
            return new Decline("card_declined", "the card holds another currency");
        }
        var asked = request.amountMinor();
        long amount = asked == null ? card.balanceMinor() : asked;
        return amount == 0 || amount > card.balanceMinor()
                ? new Decline("insufficient_funds", null)
                : new Pay(amount);
    }

    /// What a reversal is owed.
    ///
    /// @param known what is on record for the id, if anything
    public static ReversalRuling reversal(@Nullable Entry known, Quirk quirk) {
        return switch (known) {
            case null ->
                    quirk instanceof Quirk.ForgetTombstone ? new PretendToBlock() : new Block();
            case Approved approved ->
                    switch (quirk) {
                        case Quirk.ReverseLater(var due) -> new PutBackLater(approved, due);
                        case Quirk.RefuseReversal(var code) -> new Refuse(code);
                        default -> new PutBack(approved);
                    };
            case Declined _, Reversing _, Reversed _, Blocked _ ->
                    new ReversalRuling.AsRecorded(known);
        };
    }

    /// What a look-up is told: the entry, or nothing for an id never seen.
    public static @Nullable Entry lookUp(@Nullable Entry known, Quirk quirk) {
        return known != null
                        && quirk instanceof Quirk.Stale(var since)
                        && !known.at().isBefore(since)
                ? null
                : known;
    }

    private static boolean forgotten(Entry known, Quirk quirk) {
        return switch (quirk) {
            case Quirk.ForgetId _ -> !(known instanceof Blocked);
            case Quirk.ForgetTombstone _ -> known instanceof Blocked;
            default -> false;
        };
    }
}
