package org.banktransfer.service.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.banktransfer.institution.CashOutWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/// What transfers come to and how long each stage of them takes. Safe under concurrency, and cheap:
/// once a meter is there, a step is a look-up in a map and an addition.
public final class TransferMetrics implements StepObserver {

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer accepted;
    private final Timer paid;
    private final Timer credited;
    private final Timer settled;
    private final ConcurrentHashMap<Outcome, Timer> steps = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<End, Counter> ends = new ConcurrentHashMap<>();

    private record Outcome(String step, String outcome) {}

    private record End(String institution, String status, String reason) {}

    TransferMetrics(MeterRegistry registry, Stages stages, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        accepted = stages.of("accept");
        paid = stages.of("cash_out");
        credited = stages.of("credit");
        settled = stages.of("settle");
    }

    @Override
    public void before(Drive drive, Step step) {
        if (isFirstStepOfRequest(drive)) {
            accepted.record(Duration.between(drive.transfer().createdAt(), clock.instant()));
        }
    }

    private static boolean isFirstStepOfRequest(Drive drive) {
        return drive.card().isPresent()
                && drive.repeats() == 0
                && drive.ledger() instanceof LedgerAnswer.Open;
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        steps.computeIfAbsent(new Outcome(entry.step(), entry.outcome()), this::step)
                .record(entry.took());
        switch (entry.step()) {
            case "cash_out" -> {
                if (!(drive.cashOut() instanceof CashOutWord.Unknown)) {
                    paid.record(entry.took());
                }
            }
            case "credit" -> {
                if (drive.ledger() instanceof LedgerAnswer.Credited) {
                    credited.record(entry.took());
                }
            }
            case "close" -> {
                settled.record(Duration.between(drive.transfer().createdAt(), entry.at()));
                ends.computeIfAbsent(end(drive, entry), this::ended).increment();
            }
            default -> {}
        }
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {}

    private static End end(Drive drive, HistoryEntry close) {
        return new End(
                drive.transfer().wish().institution().value(), close.outcome(), reason(drive));
    }

    /// Why it did not complete, as customers are told it; `none` if it did. What the ledger has
    /// decided counts before what the institution has said.
    private static String reason(Drive drive) {
        return switch (drive.ledger()) {
            case LedgerAnswer.Credited _ -> "none";
            case LedgerAnswer.Voided(var reason, _, _) -> word(reason);
            case LedgerAnswer.Open _, LedgerAnswer.NotAsked _, LedgerAnswer.NoAnswer _ ->
                    drive.cashOut() instanceof CashOutWord.Declined(var code) ? word(code) : "none";
        };
    }

    private static String word(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private Timer step(Outcome labels) {
        return Timer.builder("banktransfer.step")
                .description("one step of a transfer, by its kind and outcome")
                .tags("step", labels.step(), "outcome", labels.outcome())
                .register(registry);
    }

    private Counter ended(End labels) {
        return Counter.builder("banktransfer.transfers.ended")
                .description("transfers that became final here")
                .tags(
                        "institution",
                        labels.institution(),
                        "status",
                        labels.status(),
                        "reason",
                        labels.reason())
                .register(registry);
    }
}
