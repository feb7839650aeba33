package org.banktransfer.transfer;

import static org.banktransfer.transfer.Fault.ANSWER_LOST;
import static org.banktransfer.transfer.Fault.REFUSED;
import static org.banktransfer.transfer.Fault.REQUEST_LOST;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A ledger with one customer's account: the first decision on a transfer wins.
final class FakeLedger implements Ledger {

    private final Fate fate;
    private final Map<TransferId, LedgerAnswer> decisions = new HashMap<>();

    Advice advice =
            new Advice.Known(
                    new Account(
                            Wishes.ACCOUNT,
                            Wishes.CUSTOMER,
                            Currency.getInstance("USD"),
                            AccountStatus.OPEN),
                    Optional.empty());

    FakeLedger(Fate fate) {
        this.fate = fate;
    }

    LedgerAnswer decision(TransferId id) {
        return decisions.getOrDefault(id, new Open());
    }

    /// What the customer's account holds.
    long creditedMinor() {
        return decisions.values().stream()
                .mapToLong(d -> d instanceof Credited(var amount) ? amount.minor() : 0)
                .sum();
    }

    long inTransitMinor() {
        return decisions.values().stream()
                .mapToLong(d ->
                        d instanceof Voided(_, var paid, var booked) && !booked
                                ? paid.map(Money::minor).orElse(0L)
                                : 0)
                .sum();
    }

    void refuseNow(VoidReason reason) {
        var known = (Advice.Known) advice;
        advice = new Advice.Known(known.account(), Optional.of(reason));
    }

    @Override
    public Advice advise(ProposedCredit proposed) {
        return advice;
    }

    @Override
    public LedgerAnswer credit(CreditOrder order) {
        var fault = fate.of("credit", ANSWER_LOST, REQUEST_LOST, REFUSED);
        LedgerAnswer wished =
                fault == REFUSED
                        ? new Voided(VoidReason.REFUSED_LIMIT, Optional.of(order.amount()), false)
                        : new Credited(order.amount());
        return answer(fault, () -> decide(order.id(), wished));
    }

    @Override
    public LedgerAnswer voidCredit(VoidOrder order) {
        return answer(
                fate.of("void_credit", ANSWER_LOST, REQUEST_LOST),
                () -> decide(order.id(), new Voided(order.reason(), order.paid(), false)));
    }

    @Override
    public LedgerAnswer lookUp(TransferId id) {
        return answer(fate.of("ask_ledger", REQUEST_LOST), () -> decision(id));
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), this::lookUp));
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        return answer(
                fate.of("book_reversal", ANSWER_LOST, REQUEST_LOST),
                () -> {
                    if (decision(id) instanceof Voided(var reason, var paid, _)) {
                        decisions.put(id, new Voided(reason, paid, true));
                        return decision(id);
                    }
                    throw new BrokenInvariant(id + ": booked a reversal of " + decision(id));
                });
    }

    private LedgerAnswer decide(TransferId id, LedgerAnswer wished) {
        return decisions.computeIfAbsent(id, _ -> wished);
    }

    private static LedgerAnswer answer(Fault fault, Supplier<LedgerAnswer> work) {
        if (fault == REQUEST_LOST) {
            return new NoAnswer("request lost");
        }
        var answer = work.get();
        return fault == ANSWER_LOST ? new NoAnswer("answer lost") : answer;
    }
}
