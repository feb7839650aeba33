package org.banktransfer.simulation;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.Posting;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A ledger in memory: always in reach, and deterministic. One call is done before the next begins.
public final class InMemoryLedger implements Ledger {

    private final InMemoryBooks books;
    private final CreditRules rules;

    /// @param books may be shared with other nodes' ledgers
    public InMemoryLedger(InMemoryBooks books, CreditRules rules) {
        this.books = books;
        this.rules = rules;
    }

    @Override
    public Advice advise(ProposedCredit proposed) {
        synchronized (books) {
            var account = books.accounts().get(proposed.account());
            return account == null
                    ? new Advice.NoSuchAccount()
                    : new Advice.Known(account, books.refusal(rules, account, proposed));
        }
    }

    @Override
    public LedgerAnswer credit(CreditOrder order) {
        synchronized (books) {
            if (books.decision(order.id()) instanceof Open) {
                var account = books.accounts().get(order.account());
                var refusal =
                        account == null
                                ? Optional.of(VoidReason.REFUSED_ACCOUNT)
                                : books.refusal(rules, account, order.proposed());
                refusal.ifPresentOrElse(
                        reason ->
                                record(
                                        order.id(),
                                        order.institution(),
                                        reason,
                                        Optional.of(order.amount()),
                                        order.at()),
                        () -> books.credited(order));
            }
            return books.decision(order.id());
        }
    }

    @Override
    public LedgerAnswer voidCredit(VoidOrder order) {
        synchronized (books) {
            if (books.decision(order.id()) instanceof Open) {
                record(order.id(), order.institution(), order.reason(), order.paid(), order.at());
            }
            return books.decision(order.id());
        }
    }

    private void record(
            TransferId id,
            InstitutionName institution,
            VoidReason reason,
            Optional<Money> paid,
            Instant at) {
        books.voided(id, institution, new Voided(reason, paid, false));
        paid.ifPresent(amount -> books.post(id, Posting.inTransit(institution, amount), at));
    }

    @Override
    public LedgerAnswer lookUp(TransferId id) {
        synchronized (books) {
            return books.decision(id);
        }
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        synchronized (books) {
            var answers = new HashMap<TransferId, LedgerAnswer>();
            ids.forEach(id -> answers.put(id, books.decision(id)));
            return answers;
        }
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        synchronized (books) {
            if (!(books.decision(id) instanceof Voided(var reason, var paid, var booked))) {
                throw new BrokenInvariant(id + ": expected voided, found " + books.decision(id));
            }
            var after = new Voided(reason, paid, true);
            if (!booked) {
                var institution = books.institutionOf(id);
                books.voided(id, institution, after);
                paid.ifPresent(amount -> books.post(id, Posting.reversed(institution, amount), at));
            }
            return after;
        }
    }
}
