package org.banktransfer.service.console;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.Posting;
import org.banktransfer.money.Money;
import org.banktransfer.transfer.Intervention.Kind;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What an intervention would do, as the transfer and the ledger stand now: what changes here, what
/// recovery then sends, and what is posted on which answer. The decision table's rows, in words.
record Preview(String changes, List<String> sends, List<String> posts) {

    /// What it is told by: what the three sides say now.
    ///
    /// @param paid what the institution says that it has paid; empty if it says anything else, or
    ///   was not asked
    record Seen(Transfer transfer, LedgerAnswer decision, Optional<Money> paid) {

        static Seen of(Transfer transfer, LedgerAnswer decision, LookUpReply institution) {
            return new Seen(
                    transfer,
                    decision,
                    institution instanceof CashOutWord.Approved(var paid, _)
                            ? Optional.of(paid)
                            : Optional.empty());
        }
    }

    static Preview of(Seen seen, Kind kind, Instant now, Duration parkedFor) {
        var transfer = seen.transfer();
        var decision = seen.decision();
        return switch (kind) {
            case Kind.CreditForward _ -> creditedForward(transfer, decision, seen.paid());
            case Kind.Park _ ->
                    new Preview(
                            "It waits for a person. Recovery looks at it again every "
                                    + Shown.duration(parkedFor)
                                    + ", sooner if its reversal window is closing.",
                            List.of("nothing now"),
                            List.of("nothing now"));
            case Kind.DriveNow _ ->
                    driven(
                            transfer,
                            decision,
                            now.isBefore(transfer.patienceUntil()),
                            "Recovery takes it up at once.");
            case Kind.Patience(var until) ->
                    driven(
                            transfer,
                            decision,
                            now.isBefore(until),
                            "Patience ends "
                                    + Shown.time(until)
                                    + " UTC instead of "
                                    + Shown.time(transfer.patienceUntil())
                                    + " UTC, and recovery takes it up at once.");
        };
    }

    private static Preview creditedForward(
            Transfer transfer, LedgerAnswer decision, Optional<Money> said) {
        if (!(decision instanceof LedgerAnswer.Open) || said.isEmpty()) {
            return new Preview(
                    "nothing: it is decided, or the institution does not say that it has paid",
                    List.of(),
                    List.of());
        }
        var paid = said.get();
        var wish = transfer.wish();
        var due = new DueFromInstitution(wish.institution(), paid.currency());
        var amount = Shown.money(paid);
        return new Preview(
                "Recovery takes it up at once, also past its patience, for "
                        + Shown.duration(Kind.CreditForward.LASTS)
                        + " or as long as its patience lasts.",
                List.of(
                        "to the ledger: what is decided?",
                        "to "
                                + wish.institution()
                                + ": what became of "
                                + transfer.id()
                                + "? It has just said: paid "
                                + amount,
                        "to the ledger: credit " + transfer.id() + " with " + amount),
                List.of(
                        MoneyNow.Line.of(
                                        new Posting(
                                                due,
                                                new CustomerAccount(
                                                        wish.account(), paid.currency()),
                                                paid))
                                .sentence(),
                        "if a rule refuses: "
                                + MoneyNow.Line.of(Posting.inTransit(wish.institution(), paid))
                                        .sentence()
                                + ", and it is reversed"));
    }

    private static Preview driven(
            Transfer transfer, LedgerAnswer decision, boolean patienceLeft, String changes) {
        var sends = new ArrayList<>(List.of("to the ledger: what is decided?"));
        var posts = new ArrayList<String>();
        switch (decision) {
            case LedgerAnswer.Voided voided -> reversed(transfer, voided, sends, posts);
            case LedgerAnswer.Credited _ -> posts.add("nothing: it is credited already");
            case LedgerAnswer.Open _, LedgerAnswer.NotAsked _, LedgerAnswer.NoAnswer _ ->
                    open(transfer, patienceLeft, sends, posts);
        }
        return new Preview(changes, sends, posts);
    }

    private static void reversed(
            Transfer transfer, LedgerAnswer.Voided voided, List<String> sends, List<String> posts) {
        if (voided.reversalBooked()) {
            posts.add("nothing: its reversal is booked already");
            return;
        }
        var institution = transfer.wish().institution();
        sends.add(
                "to "
                        + institution
                        + ": reverse "
                        + transfer.id()
                        + ", because "
                        + Shown.words(voided.reason()));
        posts.add(
                voided.inTransit()
                        .map(paid ->
                                "once it is acknowledged: "
                                        + MoneyNow.Line.of(Posting.reversed(institution, paid))
                                                .sentence())
                        .orElse("nothing: the institution is not known to have paid"));
    }

    private static void open(
            Transfer transfer, boolean patienceLeft, List<String> sends, List<String> posts) {
        var wish = transfer.wish();
        var institution = wish.institution();
        sends.add("to " + institution + ": what became of " + transfer.id() + "?");
        var currency = wish.amount().currency();
        var from = MoneyNow.Line.name(new DueFromInstitution(institution, currency));
        if (patienceLeft) {
            posts.add(
                    "if it has paid, and no rule refuses: debit "
                            + from
                            + ", credit "
                            + MoneyNow.Line.name(new CustomerAccount(wish.account(), currency))
                            + ", what it paid");
            posts.add("if it does not answer: nothing; it is asked again");
        } else {
            posts.add(
                    "if it has paid, or does not answer: the ledger voids it, and what it paid is"
                            + " debited to "
                            + from
                            + " and credited to transfers in transit");
            sends.add("to " + institution + ", once it is voided: reverse " + transfer.id());
        }
    }

    /// Whether an intervention of this kind can do anything.
    static boolean isOffered(Seen seen, Kind kind) {
        var transfer = seen.transfer();
        var decision = seen.decision();
        boolean isOpen = !transfer.asDecided(decision).isFinal();
        return switch (kind) {
            case Kind.DriveNow _, Kind.Park _ -> isOpen;
            case Kind.Patience _ ->
                    isOpen
                            && transfer.state() instanceof TransferState.Pending
                            && decision instanceof LedgerAnswer.Open;
            case Kind.CreditForward _ ->
                    isOpen
                            && transfer.state() instanceof TransferState.Pending
                            && decision instanceof LedgerAnswer.Open
                            && seen.paid().isPresent();
        };
    }

    /// Tells what was shown from what is so now.
    String digest() {
        try {
            var text = changes + "\n" + sends + "\n" + posts;
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
