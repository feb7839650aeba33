package org.banktransfer.service;

import org.banktransfer.institution.Institutions;
import org.banktransfer.reconciliation.StatementSource;
import org.banktransfer.service.audit.Audit;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.audit.Decisions;
import org.banktransfer.service.postgres.Books;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.postgres.SealHead;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/// The audit of the stores in PostgreSQL, for whoever has them open.
public final class LiveAudit {

    private LiveAudit() {}

    /// Changes nothing.
    ///
    /// @param from the start of the period, by when transfers were accepted
    /// @param progress is told how many transfers have been looked at so far
    public static AuditReport of(
            PostgresStores stores,
            Institutions institutions,
            List<StatementSource> statements,
            Instant from,
            IntConsumer progress)
            throws InterruptedException {
        return new Audit(
                        stores.transfers(),
                        stores.ledger(),
                        institutions,
                        () -> books(stores),
                        (since, after, limit) ->
                                stores.books().decided(since, after, limit).stream()
                                        .map(LiveAudit::decided)
                                        .toList(),
                        statements,
                        InstantSource.system())
                .run(from, progress);
    }

    /// Ledger and transfer store, each held against itself.
    public static AuditReport.Books books(PostgresStores stores) {
        return books(stores.books().audit(), stores.faultsOfTransfers());
    }

    private static Decisions.Decided decided(Books.Decided decided) {
        return new Decisions.Decided(decided.id(), decided.institution(), decided.account());
    }

    /// One line for each kind of account and currency, and a fault for each balance that has
    /// drifted.
    private static AuditReport.Books books(Books.Audit audit, List<String> faultsOfTransfers) {
        var faults = new ArrayList<>(audit.faults());
        faults.addAll(faultsOfTransfers);
        var sums = new TreeMap<String, AuditReport.Sum>();
        for (var total : audit.totals()) {
            if (!total.agrees()) {
                faults.add(
                        "%s %s: its balance is %s, its postings come to %s"
                                .formatted(
                                        total.kind(),
                                        total.whose().orElse(""),
                                        total.kept().orElse(BigInteger.ZERO),
                                        total.recomputed().orElse(BigInteger.ZERO)));
            }
            var sum = sum(total);
            sums.merge(sum.currency() + sum.of(), sum, LiveAudit::added);
        }
        return new AuditReport.Books(
                List.copyOf(sums.values()),
                faults,
                audit.heads().stream().map(SealHead::line).toList());
    }

    /// What we owe for a liability, what we are owed for an asset.
    private static AuditReport.Sum sum(Books.Total total) {
        var credits = total.recomputed().orElse(BigInteger.ZERO);
        return switch (total.kind()) {
            case "customer" -> new AuditReport.Sum("customers", total.currency(), credits);
            case "due_from_institution" ->
                    new AuditReport.Sum(
                            "due from " + total.whose().orElse(""),
                            total.currency(),
                            credits.negate());
            default ->
                    new AuditReport.Sum(total.kind().replace('_', ' '), total.currency(), credits);
        };
    }

    private static AuditReport.Sum added(AuditReport.Sum one, AuditReport.Sum other) {
        return new AuditReport.Sum(one.of(), one.currency(), one.minor().add(other.minor()));
    }
}
