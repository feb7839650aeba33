package org.banktransfer.transfer;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Writes every step of every drive as a line of JSON, for a checker that asks whether what
/// happened is a behaviour of the specification. `docs/reliability.md` describes the lines; a step
/// that was decided is `sent`, its answer in memory is `heard`, and a crash is a `sent` without a
/// `heard`. What receivers did is not in it, nor any card data but the fingerprint.
///
/// Safe under concurrency; lines are in the order of their times. Does not throw: once a line could
/// not be written no other is, because a trace with a hole would tell something that did not
/// happen.
public final class TraceWriter implements StepObserver {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Appendable out;
    private final InstantSource clock;
    private final String node;
    private Optional<IOException> broken = Optional.empty();

    /// @param out guarded by its monitor; may be shared with other writers of this process
    /// @param node names one incarnation of one process: a restart is a new name
    public TraceWriter(Appendable out, InstantSource clock, String node) {
        this.out = out;
        this.clock = clock;
        this.node = node;
    }

    @Override
    public void before(Drive drive, Step step) {
        var more = new StringBuilder();
        if (step instanceof Step.CashOut) {
            var transfer = drive.transfer();
            if (transfer.wish().amount() instanceof Exactly(Money amount)) {
                number(more, "requestedMinor", amount.minor());
            }
            number(more, "validUntil", nanos(transfer.validUntil()));
        }
        write(drive, drive.transfer().id(), "sent", step.word(), more);
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        var more = new StringBuilder();
        text(more, "outcome", entry.outcome());
        amountHeard(drive, entry.step())
                .ifPresent(amount -> number(more, "amountMinor", amount.minor()));
        write(drive, entry.id(), "heard", entry.step(), more);
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {}

    /// Why the trace ends early, if it does.
    public Optional<IOException> broken() {
        synchronized (out) {
            return broken;
        }
    }

    private static Optional<Money> amountHeard(Drive drive, String step) {
        return switch (step) {
            case "cash_out", "ask_institution" ->
                    drive.cashOut() instanceof CashOutWord.Approved(var paid, _)
                            ? Optional.of(paid)
                            : Optional.empty();
            case "ask_ledger", "credit", "void_credit" ->
                    drive.ledger() instanceof LedgerAnswer.Credited(var amount)
                            ? Optional.of(amount)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private void write(Drive drive, TransferId id, String event, String step, StringBuilder more) {
        var line = new StringBuilder(256);
        synchronized (out) {
            if (broken.isPresent()) {
                return;
            }
            // Read inside: lines must not overtake their times.
            line.append("{\"at\":").append(nanos(clock.instant()));
            text(line, "node", node);
            text(line, "run", Long.toHexString(drive.claim().value()));
            text(line, "transfer", id.toString());
            text(line, "card", drive.transfer().wish().card().value());
            text(line, "event", event);
            text(line, "step", step);
            line.append(more).append("}\n");
            try {
                out.append(line);
            } catch (IOException e) {
                broken = Optional.of(e);
            }
        }
    }

    private static long nanos(Instant at) {
        return Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), NANOS_PER_SECOND), at.getNano());
    }

    private static void number(StringBuilder line, String name, long value) {
        line.append(",\"").append(name).append("\":").append(value);
    }

    private static void text(StringBuilder line, String name, String value) {
        line.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                line.append("\\u00")
                        .append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 15, 16));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
