package org.banktransfer.service.console;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.Institutions;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.service.console.Pages.Frame;
import org.banktransfer.service.console.Preview.Seen;
import org.banktransfer.service.http.Answer;
import org.banktransfer.service.http.Call;
import org.banktransfer.service.http.Problem;
import org.banktransfer.service.http.ProblemCode;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Intervention.Kind;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.Leeway;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// What operators do: one proposes, another approves, and both are shown what it would do. What was
/// shown is what happens: an approval counts only while the preview is still the same.
final class InterventionRoutes {

    private static final int LISTED = 100;

    private final TransferStore transfers;
    private final Ledger ledger;
    private final Institutions institutions;
    private final Interventions interventions;
    private final Duration parkedFor;
    private final Function<Transfer, Leeway> leeway;
    private final Pages pages;
    private final InstantSource clock;

    InterventionRoutes(
            TransferStore transfers,
            Ledger ledger,
            Institutions institutions,
            Interventions interventions,
            Duration parkedFor,
            Function<Transfer, Leeway> leeway,
            Pages pages,
            InstantSource clock) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.institutions = institutions;
        this.interventions = interventions;
        this.parkedFor = parkedFor;
        this.leeway = leeway;
        this.pages = pages;
        this.clock = clock;
    }

    /// One that may be proposed.
    ///
    /// @param minutes how much longer patience shall last; 0 where that is not what it is about
    record Offer(String kind, String title, int minutes, Preview preview) {}

    /// What a person can propose for a transfer, with what each would do.
    record Offers(Transfer transfer, List<Offer> offers) {}

    Answer offers(Session operator, Call call) {
        var seen = seen(transfer(call), true);
        var now = clock.instant();
        var offers =
                Stream.of(
                                offer("drive_now", "Drive on now", 0, seen, now),
                                offer("credit_forward", "Credit it forward", 0, seen, now),
                                offer("patience", "Give it 15 more minutes", 15, seen, now),
                                offer("patience", "Give it 24 more hours", 1440, seen, now),
                                offer("patience", "End its patience now", -1, seen, now),
                                offer("park", "Park it", 0, seen, now))
                        .flatMap(Optional::stream)
                        .toList();
        return pages.show(
                "propose",
                new Frame("Propose for " + seen.transfer().id(), Optional.of(operator), "find"),
                new Offers(seen.transfer(), offers));
    }

    private Optional<Offer> offer(String word, String title, int minutes, Seen seen, Instant now) {
        var kind = kind(word, minutes, now);
        return Preview.isOffered(seen, kind)
                ? Optional.of(
                        new Offer(word, title, minutes, Preview.of(seen, kind, now, parkedFor)))
                : Optional.empty();
    }

    /// What the sides say of a transfer now.
    ///
    /// @param asksInstitution whether it matters what the institution says; asking costs one of its
    ///   look-ups
    private Seen seen(Transfer transfer, boolean asksInstitution) {
        var decision = ledger.lookUp(transfer.id());
        LookUpReply said = new CashOutWord.Unknown("not asked");
        if (asksInstitution && decision instanceof LedgerAnswer.Open) {
            var wish = transfer.wish();
            said =
                    institutions
                            .find(wish.institution())
                            .filter(each -> each.capabilities().looksUp())
                            .map(each -> each.lookUp(transfer.id(), wish.amount()))
                            .filter(reply -> isMet(reply, wish.amount()))
                            .orElse(said);
        }
        return Seen.of(transfer, decision, said);
    }

    private static boolean isMet(LookUpReply reply, RequestedAmount asked) {
        return !(reply instanceof CashOutWord.Approved(var paid, _)) || asked.isMetBy(paid);
    }

    private Seen seen(Transfer transfer, Kind kind) {
        return seen(transfer, kind instanceof Kind.CreditForward);
    }

    private static Kind kind(String word, int minutes, Instant now) {
        return switch (word) {
            case "drive_now" -> new Kind.DriveNow();
            case "patience" ->
                    new Kind.Patience(
                            now.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofMinutes(minutes)));
            case "park" -> new Kind.Park();
            case "credit_forward" -> new Kind.CreditForward();
            default -> throw Problem.of(ProblemCode.INVALID_REQUEST, "There is no such action.");
        };
    }

    Answer propose(Session operator, Fields fields, Call call) {
        var transfer = transfer(call);
        var now = clock.instant();
        var kind = kind(fields.text("kind").orElse(""), minutes(fields), now);
        if (!Preview.isOffered(seen(transfer, kind), kind)) {
            throw refused(Interventions.Answer.TOO_LATE);
        }
        var why = fields.text("why").orElse("");
        if (why.isEmpty() || why.length() > 500) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "Say why, in 1 to 500 characters.");
        }
        requireTimeToReverse(transfer, kind);
        var proposal =
                new Intervention(
                        UUID.randomUUID(),
                        transfer.id(),
                        kind,
                        why,
                        operator.operator(),
                        now,
                        Optional.empty());
        return after(interventions.propose(proposal), transfer.id());
    }

    private void requireTimeToReverse(Transfer transfer, Kind kind) {
        if (kind instanceof Kind.Patience(var until)
                && until.isAfter(leeway.apply(transfer).patienceMax())) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "By then its institution may take no reversal any more.");
        }
    }

    private static int minutes(Fields fields) {
        var written = fields.text("minutes").orElse("0");
        return written.matches("-?\\d{1,5}") ? Integer.parseInt(written) : 0;
    }

    Answer approve(Session operator, Fields fields, Call call) {
        var proposal = proposal(fields, call);
        var now = clock.instant();
        var shown = fields.text("shown").orElse("");
        var kind = proposal.kind();
        var seen =
                transfers
                        .find(proposal.transfer())
                        .map(transfer -> seen(transfer, kind))
                        .orElseThrow(Problem::notFound);
        if (!Preview.isOffered(seen, kind)) {
            throw refused(Interventions.Answer.TOO_LATE);
        }
        if (!shown.equals(Preview.of(seen, kind, now, parkedFor).digest())) {
            throw Problem.of(
                    ProblemCode.TRANSFER_IN_PROGRESS,
                    "What it would do has changed since it was shown. Look again.");
        }
        return after(
                interventions.approve(
                        proposal.id(), operator.operator(), now, leftAloneFor(proposal)),
                proposal.transfer());
    }

    private Duration leftAloneFor(Intervention proposal) {
        return transfers
                .find(proposal.transfer())
                .map(transfer -> leeway.apply(transfer).pauseMax())
                .orElse(parkedFor);
    }

    Answer reject(Session operator, Fields fields, Call call) {
        var proposal = proposal(fields, call);
        return after(
                interventions.reject(proposal.id(), operator.operator(), clock.instant()),
                proposal.transfer());
    }

    private Intervention proposal(Fields fields, Call call) {
        var transfer = parsed(fields.text("transfer").orElse(""));
        return interventions.of(transfer).stream()
                .filter(each -> each.id().toString().equals(call.inPath("intervention")))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    /// Those of one transfer, as they are shown to an operator.
    List<Proposed> of(Transfer transfer, Session operator) {
        var now = clock.instant();
        return interventions.of(transfer.id()).stream()
                .map(each ->
                        Proposed.of(
                                each,
                                each.isOpen() ? preview(each, now) : Optional.empty(),
                                operator.operator()))
                .toList();
    }

    Answer all(Session operator, Call call) {
        var shown =
                interventions.newest(LISTED).stream()
                        .map(each -> Proposed.of(each, Optional.empty(), operator.operator()))
                        .toList();
        return pages.show(
                "interventions",
                new Frame("Interventions", Optional.of(operator), "interventions"),
                shown);
    }

    private Optional<Preview> preview(Intervention proposal, Instant now) {
        var kind = proposal.kind();
        return transfers
                .find(proposal.transfer())
                .map(transfer -> Preview.of(seen(transfer, kind), kind, now, parkedFor));
    }

    private static Answer after(Interventions.Answer answer, TransferId transfer) {
        if (answer != Interventions.Answer.DONE) {
            throw refused(answer);
        }
        return Pages.redirect("/console/transfers/" + transfer);
    }

    private static Problem refused(Interventions.Answer answer) {
        return switch (answer) {
            case NEEDS_ANOTHER_PERSON ->
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "You have proposed it; another operator has to approve it.");
            case NOT_OPEN ->
                    Problem.of(ProblemCode.TRANSFER_IN_PROGRESS, "It has been decided already.");
            case ANOTHER_IS_OPEN ->
                    Problem.of(
                            ProblemCode.TRANSFER_IN_PROGRESS,
                            "Another proposal for this transfer waits for a second person.");
            case TOO_LATE, DONE ->
                    Problem.of(
                            ProblemCode.TRANSFER_IN_PROGRESS,
                            "The transfer has moved on; there is nothing of that kind to do.");
            case UNDER_WAY ->
                    Problem.of(
                            ProblemCode.TRANSFER_IN_PROGRESS,
                            "The transfer is being driven this moment. Look again, and approve.");
        };
    }

    private Transfer transfer(Call call) {
        return transfers.find(parsed(call.inPath("id"))).orElseThrow(Problem::notFound);
    }

    private static TransferId parsed(String id) {
        try {
            return TransferId.parse(id);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound();
        }
    }
}
