package org.banktransfer.reconciliation;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.NotAsked;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.money.Money;
import org.banktransfer.reconciliation.Break.Kind;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Holds our books against what an institution's statements say, transfer by transfer. A look-up
/// tells how one transfer stands; only the statement shows what an institution did besides, such as
/// paying twice under one id.
///
/// It is judged by every line there is, and not by their sum: money that came for a transfer we
/// call declined, or went back without having come, is a break also if a later line evens it out.
/// Only a person can tell what that was. Not safe under concurrency.
public final class StatementReconciliation {

    /// What an institution books near midnight by its clock may stand on the day before or after.
    public static final Duration SLACK = Duration.ofHours(1);

    private final Statements statements;
    private final Instant readAt;
    private final List<Break> breaks = new ArrayList<>();

    /// @param statements all of one institution's
    /// @param readAt when the first of them was asked for; what happened later need not be there
    public StatementReconciliation(Statements statements, Instant readAt) {
        this.statements = statements;
        this.readAt = readAt;
    }

    /// One of the institution's transfers as our books have it, whether the statements name it or
    /// not.
    public void add(Transfer stored, LedgerAnswer decision) {
        var movements = statements.of(stored.id().toString());
        whatIsWrong(stored, decision, movements)
                .ifPresent(kind ->
                        breaks.add(
                                new Break(
                                        stored.id().toString(),
                                        kind,
                                        "state %s, ledger %s, statement %s"
                                                .formatted(
                                                        stored.state(),
                                                        decision,
                                                        written(movements)))));
    }

    /// A transfer that the statements name and we have no record of.
    public void addUnknown(String transfer) {
        var movements = statements.of(transfer);
        breaks.add(new Break(shown(transfer, movements), Kind.NOT_OURS, written(movements)));
    }

    /// In the order in which the transfers were added.
    public List<Break> breaks() {
        return List.copyOf(breaks);
    }

    private Optional<Kind> whatIsWrong(
            Transfer stored, LedgerAnswer decision, List<Movement> movements) {
        if (lacksAnOriginal(stored, movements)) {
            return Optional.of(Kind.REVERSAL_WITHOUT_ORIGINAL);
        }
        var paid = amounts(movements, Movement.Kind.CASH_OUT);
        if (paid.size() > 1) {
            return Optional.of(Kind.PAID_TWICE);
        }
        var takenBack = amounts(movements, Movement.Kind.REVERSAL);
        return switch (decision) {
            case Credited(var credited) -> whileCredited(stored, credited, paid, takenBack);
            case Voided _, Open _ -> whileNotCredited(stored, paid, takenBack);
            case NoAnswer _, NotAsked _ -> Optional.empty();
        };
    }

    private Optional<Kind> whileCredited(
            Transfer stored, Money credited, List<Money> paid, List<Money> takenBack) {
        if (!takenBack.isEmpty()) {
            return Optional.of(Kind.CREDITED_AND_REVERSED);
        }
        if (paid.isEmpty()) {
            return isWhole(stored) ? Optional.of(Kind.CREDITED_NOT_PAID) : Optional.empty();
        }
        return paid.getFirst().equals(credited)
                ? Optional.empty()
                : Optional.of(Kind.AMOUNT_DIFFERS);
    }

    private Optional<Kind> whileNotCredited(
            Transfer stored, List<Money> paid, List<Money> takenBack) {
        return switch (stored.state()) {
            // What is under way may be paid; what contradicts the ledger is found without us.
            case Pending _, Reversing _, Completed _ -> Optional.empty();
            case Declined _ ->
                    paid.isEmpty() ? Optional.empty() : Optional.of(Kind.PAID_NOT_CREDITED);
            case Reversed _ -> {
                if (paid.size() > takenBack.size()) {
                    yield isWhole(stored) ? Optional.of(Kind.PAID_NOT_CREDITED) : Optional.empty();
                }
                yield paid.isEmpty() || paid.equals(takenBack)
                        ? Optional.empty()
                        : Optional.of(Kind.AMOUNT_DIFFERS);
            }
        };
    }

    /// Whether something was taken back that had not been paid before, on days that we have read
    /// all of.
    private boolean lacksAnOriginal(Transfer stored, List<Movement> movements) {
        int open = 0;
        for (var movement : movements) {
            open += movement.kind() == Movement.Kind.CASH_OUT ? 1 : -1;
            if (open < 0) {
                return statements.cover(stored.createdAt().minus(SLACK), movement.at());
            }
        }
        return false;
    }

    /// Whether all that was ever booked for the transfer must have been read.
    private boolean isWhole(Transfer stored) {
        return stored.isFinal()
                && stored.updatedAt().isBefore(readAt)
                && statements.cover(
                        stored.createdAt().minus(SLACK), stored.updatedAt().plus(SLACK));
    }

    private static List<Money> amounts(List<Movement> movements, Movement.Kind kind) {
        return movements.stream()
                .filter(movement -> movement.kind() == kind)
                .map(Movement::amount)
                .toList();
    }

    /// What is no transfer id of ours could be anything, such as a card number.
    private static String shown(String transfer, List<Movement> movements) {
        try {
            return TransferId.parse(transfer).toString();
        } catch (IllegalArgumentException e) {
            return "line " + movements.getFirst().line();
        }
    }

    private static String written(List<Movement> movements) {
        return movements.stream()
                .map(movement ->
                        "%s of %s on line %d"
                                .formatted(
                                        movement.kind() == Movement.Kind.CASH_OUT
                                                ? "cash-out"
                                                : "reversal",
                                        movement.amount(),
                                        movement.line()))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
