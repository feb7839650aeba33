package org.banktransfer.reconciliation;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.DoorShut;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.NotAsked;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.money.Money;
import org.banktransfer.reconciliation.Break.Kind;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes transfers one by one as the three sides tell them, and keeps the sums and the breaks. Not
/// safe under concurrency.
public final class Reconciliation {

    private record Key(InstitutionName institution, Currency currency) {}

    private final Map<Key, Totals> totals = new HashMap<>();
    private final List<Break> breaks = new ArrayList<>();

    public void add(SeenTransfer seen) {
        var wish = seen.stored().wish();
        var key = new Key(wish.institution(), wish.amount().currency());
        var before = totals.getOrDefault(key, Totals.none(key.institution(), key.currency()));
        if (seen.institution() instanceof Unknown || seen.ledger() instanceof NoAnswer) {
            totals.put(key, before.plusUnanswered());
            return;
        }
        totals.put(
                key,
                before.plus(
                        paid(seen.institution()), owed(seen), inTransit(seen), isSettled(seen)));
        findBreak(seen)
                .ifPresent(kind ->
                        breaks.add(
                                new Break(seen.stored().id().toString(), kind, whatIsSaid(seen))));
    }

    /// One row for each institution and currency seen, in order.
    public Collection<Totals> totals() {
        return totals.values().stream()
                .sorted(
                        Comparator.comparing((Totals row) -> row.institution().value())
                                .thenComparing(row -> row.currency().getCurrencyCode()))
                .toList();
    }

    /// In the order in which the transfers were added.
    public List<Break> breaks() {
        return List.copyOf(breaks);
    }

    private static long paid(LookUpReply institution) {
        return switch (institution) {
            case Approved(Money amount, _) -> amount.minor();
            case Declined _, DoorShut _, NeverSeen _, Unknown _ -> 0;
        };
    }

    private static long owed(SeenTransfer seen) {
        return switch (seen.ledger()) {
            case Credited(Money amount) -> amount.minor();
            case Voided _ -> inTransit(seen);
            case Open _, NotAsked _, NoAnswer _ -> 0;
        };
    }

    private static long inTransit(SeenTransfer seen) {
        return seen.ledger() instanceof Voided(_, var paid, var isBooked) && !isBooked
                ? paid.map(Money::minor).orElse(0L)
                : 0;
    }

    /// Whether nothing can change any more: what the sides say must agree now.
    private static boolean isSettled(SeenTransfer seen) {
        return switch (seen.ledger()) {
            case Credited _ -> true;
            case Voided voided -> voided.reversalBooked() || seen.stored().isFinal();
            case Open _, NotAsked _, NoAnswer _ -> seen.stored().isFinal();
        };
    }

    private static Optional<Kind> findBreak(SeenTransfer seen) {
        var state = seen.stored().state();
        return switch (seen.ledger()) {
            case Credited(Money credited) ->
                    state instanceof Pending || state.equals(new Completed(credited))
                            ? creditedBreak(credited, seen.institution())
                            : Optional.of(Kind.STATE_CONTRADICTS_LEDGER);
            // One run may record the decline that it heard while another voids for want of an
            // answer.
            case Voided(_, var paid, _) ->
                    state instanceof Pending
                                    || state instanceof Reversing
                                    || state instanceof Reversed
                                    || (state instanceof TransferState.Declined && paid.isEmpty())
                            ? unpaidBreak(seen)
                            : Optional.of(Kind.STATE_CONTRADICTS_LEDGER);
            case Open _, NotAsked _, NoAnswer _ ->
                    state instanceof Pending || state instanceof TransferState.Declined
                            ? unpaidBreak(seen)
                            : Optional.of(Kind.STATE_CONTRADICTS_LEDGER);
        };
    }

    private static Optional<Kind> creditedBreak(Money credited, LookUpReply institution) {
        return switch (institution) {
            case Approved(Money paid, _) ->
                    paid.equals(credited) ? Optional.empty() : Optional.of(Kind.AMOUNT_DIFFERS);
            case DoorShut _ -> Optional.of(Kind.CREDITED_AND_REVERSED);
            case Declined _, NeverSeen _ -> Optional.of(Kind.CREDITED_NOT_PAID);
            case Unknown _ -> Optional.empty();
        };
    }

    private static Optional<Kind> unpaidBreak(SeenTransfer seen) {
        return isSettled(seen) && seen.institution() instanceof Approved
                ? Optional.of(Kind.PAID_NOT_CREDITED)
                : Optional.empty();
    }

    private static String whatIsSaid(SeenTransfer seen) {
        return "state "
                + seen.stored().state()
                + ", ledger "
                + seen.ledger()
                + ", institution "
                + seen.institution();
    }
}
