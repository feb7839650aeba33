package org.banktransfer.service.console;

import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.Posting;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a transfer's money is, as far as anybody can say.
///
/// @param place the one of the three that it is in; empty while nobody can say
/// @param said the same in a sentence, with what makes it so
/// @param postings what the ledger has posted for it, in order
record MoneyNow(Optional<Place> place, String amount, String said, List<Line> postings) {

    /// Where money can be.
    enum Place {
        CARD,
        TRANSIT,
        ACCOUNT
    }

    /// A posting as people read it.
    record Line(String debit, String credit, String amount) {

        static Line of(Posting posting) {
            return new Line(
                    name(posting.debit()), name(posting.credit()), Shown.money(posting.amount()));
        }

        /// `debit this, credit that, 25.00 USD`.
        String sentence() {
            return "debit " + debit + ", credit " + credit + ", " + amount;
        }

        static String name(LedgerAccount account) {
            return switch (account) {
                case LedgerAccount.CustomerAccount(var id, _) -> "account " + id;
                case LedgerAccount.DueFromInstitution(var institution, _) ->
                        "due from " + institution;
                case LedgerAccount.TransfersInTransit _ -> "transfers in transit";
                case LedgerAccount.Suspense _ -> "suspense";
            };
        }
    }

    static MoneyNow of(Transfer transfer, LedgerAnswer decision, List<HistoryEntry> history) {
        var amount = transfer.asDecided(decision).amount().map(Shown::money).orElse("The money");
        return switch (decision) {
            case LedgerAnswer.Credited(var credited) ->
                    new MoneyNow(
                            Optional.of(Place.ACCOUNT),
                            amount,
                            amount + " is in the customer's account: the ledger has credited it.",
                            List.of(credited(transfer, credited)));
            case LedgerAnswer.Voided voided -> voided(transfer, voided, amount);
            case LedgerAnswer.Open _, LedgerAnswer.NotAsked _ -> open(transfer, history, amount);
            case LedgerAnswer.NoAnswer(var why) ->
                    new MoneyNow(
                            Optional.empty(),
                            amount,
                            "The ledger does not answer now (" + why + ").",
                            List.of());
        };
    }

    private static MoneyNow voided(Transfer transfer, LedgerAnswer.Voided voided, String amount) {
        var postings = new ArrayList<Line>();
        var institution = transfer.wish().institution();
        voided.inTransit()
                .ifPresent(paid -> postings.add(Line.of(Posting.inTransit(institution, paid))));
        if (voided.reversalBooked()) {
            voided.inTransit()
                    .ifPresent(paid -> postings.add(Line.of(Posting.reversed(institution, paid))));
            return new MoneyNow(
                    Optional.of(Place.CARD),
                    amount,
                    amount
                            + " is on the card: the ledger has voided the transfer, and the"
                            + " institution has acknowledged the reversal.",
                    postings);
        }
        if (transfer.isFinal()) {
            return new MoneyNow(
                    Optional.of(Place.CARD),
                    amount,
                    amount + " is on the card: it never left.",
                    postings);
        }
        return new MoneyNow(
                voided.inTransit().map(_ -> Place.TRANSIT),
                amount,
                voided.inTransit().isPresent()
                        ? amount
                                + " is in transit: the institution has paid it, the ledger has voided"
                                + " the transfer, and the institution has not yet acknowledged that the"
                                + " card has it back."
                        : "Nobody can say whether the institution has paid. The ledger has voided the"
                                + " transfer, and the institution is asked to make the card whole.",
                postings);
    }

    private static MoneyNow open(Transfer transfer, List<HistoryEntry> history, String amount) {
        if (transfer.state() instanceof TransferState.Declined) {
            return new MoneyNow(
                    Optional.of(Place.CARD),
                    "The money",
                    "No money moved: the institution declined.",
                    List.of());
        }
        boolean isPaid = history.stream().anyMatch(entry -> entry.outcome().equals("approved"));
        return new MoneyNow(
                isPaid ? Optional.of(Place.TRANSIT) : Optional.empty(),
                amount,
                isPaid
                        ? "The institution has said that it paid. The ledger has not decided yet."
                        : "Nobody can say yet: on the card, or handed over. The ledger has not decided.",
                List.of());
    }

    private static Line credited(Transfer transfer, Money amount) {
        var wish = transfer.wish();
        return Line.of(
                new Posting(
                        new LedgerAccount.DueFromInstitution(wish.institution(), amount.currency()),
                        new LedgerAccount.CustomerAccount(wish.account(), amount.currency()),
                        amount));
    }

    boolean isIn(String where) {
        return place.map(each -> each.name().equals(where)).orElse(false);
    }
}
