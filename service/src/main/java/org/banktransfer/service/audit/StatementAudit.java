package org.banktransfer.service.audit;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.reconciliation.Break;
import org.banktransfer.reconciliation.StatementReconciliation;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.reconciliation.StatementUnreadable;
import org.banktransfer.reconciliation.Statements;
import org.banktransfer.service.audit.AuditReport.StatementSum;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of an audit that holds our books against statements. Our books come first, each
/// statement after them, so a statement knows at least what they knew.
final class StatementAudit {

    private final Map<InstitutionName, List<StatementSource>> sources = new LinkedHashMap<>();
    private final Map<InstitutionName, Map<TransferId, Seen>> seen = new LinkedHashMap<>();
    private final TransferStore transfers;
    private final Ledger ledger;
    private final InstantSource clock;

    private record Seen(Transfer stored, LedgerAnswer decision) {}

    /// What statements told.
    ///
    /// @param unread which could not be had or read, and why
    record Read(List<Break> breaks, List<StatementSum> sums, List<String> unread) {}

    StatementAudit(
            List<StatementSource> sources,
            TransferStore transfers,
            Ledger ledger,
            InstantSource clock) {
        this.transfers = transfers;
        this.ledger = ledger;
        this.clock = clock;
        for (var source : sources) {
            this.sources.computeIfAbsent(source.institution(), _ -> new ArrayList<>()).add(source);
            seen.put(source.institution(), new LinkedHashMap<>());
        }
    }

    /// Keeps a transfer of the period, if its institution has statements.
    void saw(Transfer stored, LedgerAnswer decision) {
        var kept = seen.get(stored.wish().institution());
        if (kept != null) {
            kept.put(stored.id(), new Seen(stored, decision));
        }
    }

    /// @param from the start of the period
    Read read(Instant from) throws InterruptedException {
        var breaks = new ArrayList<Break>();
        var sums = new ArrayList<StatementSum>();
        var unread = new ArrayList<String>();
        for (var institution : sources.keySet()) {
            var readAt = clock.instant();
            var statements = new Statements();
            for (var source : sources.getOrDefault(institution, List.of())) {
                try {
                    source.statements(
                                    day(from.minus(StatementReconciliation.SLACK)),
                                    day(readAt.plus(StatementReconciliation.SLACK)))
                            .forEach(statements::add);
                } catch (StatementUnreadable e) {
                    unread.add(institution + ": " + e.getMessage());
                }
            }
            breaks.addAll(breaks(institution, statements, readAt));
            statements.sums().forEach(sum -> sums.add(new StatementSum(institution, sum)));
        }
        return new Read(breaks, sums, unread);
    }

    private List<Break> breaks(InstitutionName institution, Statements statements, Instant readAt) {
        var reconciliation = new StatementReconciliation(statements, readAt);
        var ours = seen.getOrDefault(institution, Map.of());
        ours.values().forEach(each -> reconciliation.add(each.stored(), each.decision()));
        for (var named : statements.transfers()) {
            var id = id(named);
            if (id.isEmpty() || !ours.containsKey(id.get())) {
                // Read after the statement: an intent is durable before the institution hears of
                // it.
                id.flatMap(transfers::find)
                        .filter(found -> found.wish().institution().equals(institution))
                        .ifPresentOrElse(
                                found -> reconciliation.add(found, ledger.lookUp(found.id())),
                                () -> reconciliation.addUnknown(named));
            }
        }
        return reconciliation.breaks();
    }

    private static Optional<TransferId> id(String named) {
        try {
            return Optional.of(TransferId.parse(named));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
