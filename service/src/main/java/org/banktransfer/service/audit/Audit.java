package org.banktransfer.service.audit;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.Institutions;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.reconciliation.Reconciliation;
import org.banktransfer.reconciliation.SeenTransfer;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds our books against themselves and against the institutions', while both are in use. Changes
/// nothing on either side.
public final class Audit {

    private static final int PAGE = 100;
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final TransferStore transfers;
    private final Ledger ledger;
    private final Institutions institutions;
    private final Supplier<AuditReport.Books> books;
    private final UnaskedFor unaskedFor;
    private final List<StatementSource> statements;
    private final InstantSource clock;

    /// @param books checks the ledger against itself
    /// @param decisions lists what the ledger has decided
    /// @param statements where to have statements from; may name an institution more than once
    public Audit(
            TransferStore transfers,
            Ledger ledger,
            Institutions institutions,
            Supplier<AuditReport.Books> books,
            Decisions decisions,
            List<StatementSource> statements,
            InstantSource clock) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.institutions = institutions;
        this.books = books;
        unaskedFor = new UnaskedFor(decisions, transfers);
        this.statements = List.copyOf(statements);
        this.clock = clock;
    }

    /// @param from the start of the period, by when transfers were accepted
    /// @param progress is told how many transfers have been looked at so far
    /// @throws org.banktransfer.transfer.StoreUnreachable if the store is out of reach
    public AuditReport run(Instant from, IntConsumer progress) throws InterruptedException {
        var reconciliation = new Reconciliation();
        var statementAudit = new StatementAudit(statements, transfers, ledger, clock);
        var open = new ArrayList<Transfer>();
        var unanswered = new ArrayList<AuditReport.Unanswered>();
        int seen = 0;
        var everything =
                new TransferStore.Filter(Optional.empty(), Optional.empty(), Optional.empty());
        Optional<TransferId> before = Optional.empty();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                // Our record first, then the ledger, then the institution: each knows at least
                // what the one before it knew, so that a transfer that moves on meanwhile is no
                // discrepancy.
                var page =
                        transfers.list(everything, before, PAGE).stream()
                                .filter(transfer -> !transfer.createdAt().isBefore(from))
                                .toList();
                if (page.isEmpty()) {
                    break;
                }
                var decisions =
                        ledger.lookUp(page.stream().map(Transfer::id).collect(Collectors.toSet()));
                var replies = new ArrayList<Future<LookUpReply>>();
                for (var transfer : page) {
                    replies.add(threads.submit(() -> ask(transfer)));
                    pace(transfer);
                }
                for (int i = 0; i < page.size(); i++) {
                    var transfer = page.get(i);
                    var decision =
                            decisions.getOrDefault(
                                    transfer.id(), new LedgerAnswer.NoAnswer("not answered for"));
                    var reply = replies.get(i).get();
                    reconciliation.add(new SeenTransfer(transfer, decision, reply));
                    statementAudit.saw(transfer, decision);
                    whyUnanswered(decision, reply)
                            .map(why -> new AuditReport.Unanswered(transfer.id(), why))
                            .ifPresent(unanswered::add);
                    if (!transfer.asDecided(decision).isFinal()) {
                        open.add(transfer);
                    }
                }
                seen += page.size();
                progress.accept(seen);
                before = Optional.of(page.getLast().id());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        var read = statementAudit.read(from);
        return new AuditReport(
                from,
                clock.instant(),
                seen,
                List.copyOf(reconciliation.totals()),
                Stream.concat(reconciliation.breaks().stream(), read.breaks().stream()).toList(),
                open,
                unanswered,
                read.sums(),
                read.unread(),
                books.get().with(unaskedFor.since(from)));
    }

    private static Optional<String> whyUnanswered(LedgerAnswer decision, LookUpReply reply) {
        if (decision instanceof LedgerAnswer.NoAnswer(var why)) {
            return Optional.of("ledger: " + why);
        }
        return reply instanceof CashOutWord.Unknown(var why)
                ? Optional.of("institution: " + why)
                : Optional.empty();
    }

    private LookUpReply ask(Transfer transfer) throws InterruptedException {
        var institution = institutionOf(transfer);
        if (institution.isEmpty() || !institution.get().capabilities().looksUp()) {
            return new CashOutWord.Unknown("cannot be asked");
        }
        for (int tries = 1; ; tries++) {
            var reply = institution.get().lookUp(transfer.id(), transfer.wish().amount());
            if (tries == TRIES || !(reply instanceof CashOutWord.Unknown)) {
                return reply;
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    /// Half of the look-ups that the institution allows are left to recovery.
    private void pace(Transfer transfer) throws InterruptedException {
        var institution = institutionOf(transfer);
        if (institution.isPresent()) {
            Thread.sleep(
                    Duration.ofMinutes(2)
                            .dividedBy(institution.get().capabilities().lookUpsPerMinute()));
        }
    }

    private Optional<Institution> institutionOf(Transfer transfer) {
        return institutions.find(transfer.wish().institution());
    }
}
