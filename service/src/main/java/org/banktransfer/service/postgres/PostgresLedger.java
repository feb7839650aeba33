package org.banktransfer.service.postgres;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.Posting;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The ledger in PostgreSQL. The primary key of `decision` is what makes a decision one: of several
/// that would decide a transfer at once, the database lets one insert, and the others wait for its
/// commit and then read what it has decided.
///
/// Locks are taken in one order: the customer's account, the card, the decision, balances by
/// number. A void takes the last two only.
final class PostgresLedger implements Ledger {

    private final Connections connections;
    private final LedgerAccounts accounts;
    private final Decisions decisions;
    private final Standings standings;
    private final CreditRules rules;

    PostgresLedger(Connections connections, CreditRules rules) {
        this.connections = connections;
        this.rules = rules;
        accounts = new LedgerAccounts(connections);
        decisions = new Decisions();
        standings = new Standings(rules.limits().velocityPeriod());
    }

    @Override
    public Advice advise(ProposedCredit proposed) {
        try {
            return connections.eachOnItsOwn(connection -> advise(connection, proposed));
        } catch (SQLException e) {
            return new Advice.NoAnswer(whyNoAnswer("advice", e));
        }
    }

    private Advice advise(Connection connection, ProposedCredit proposed) throws SQLException {
        var found = standings.find(connection, proposed.account());
        if (found.isEmpty()) {
            return new Advice.NoSuchAccount();
        }
        var judged = standings.of(connection, found.get(), proposed);
        return new Advice.Known(found.get().account(), judged.refusal(rules, proposed));
    }

    /// What the rules are given cannot change until the decision is durable: every credit to the
    /// account waits for its row, every credit from the card for the card's lock, and each
    /// statement after those sees all that was committed before it got them.
    @Override
    public LedgerAnswer credit(CreditOrder order) {
        return answered(
                order.id(),
                () -> {
                    var credited = Posting.credited(order);
                    var inTransit = Posting.inTransit(order.institution(), order.amount());
                    long due = accounts.idOf(credited.debit());
                    long transit = accounts.idOf(inTransit.credit());
                    return connections.inOne(connection -> decide(connection, order, due, transit));
                });
    }

    private LedgerAnswer decide(Connection connection, CreditOrder order, long due, long transit)
            throws SQLException {
        var account = standings.lock(connection, order.account());
        standings.lock(connection, order.card());
        var refusal = refusal(connection, order, account);
        if (refusal.isPresent()) {
            var reason = refusal.get();
            return decisions.refuse(connection, order, reason, due, transit)
                    ? new Voided(reason, Optional.of(order.amount()), false)
                    : decisions.of(connection, order.id());
        }
        long customer = account.orElseThrow().ledgerAccount();
        return decisions.credit(connection, order, due, customer)
                ? new Credited(order.amount())
                : decisions.of(connection, order.id());
    }

    private Optional<VoidReason> refusal(
            Connection connection, CreditOrder order, Optional<Standings.Found> account)
            throws SQLException {
        if (account.isEmpty()) {
            return Optional.of(VoidReason.REFUSED_ACCOUNT);
        }
        var proposed = order.proposed();
        return standings.of(connection, account.get(), proposed).refusal(rules, proposed);
    }

    @Override
    public LedgerAnswer voidCredit(VoidOrder order) {
        return answered(
                order.id(),
                () -> {
                    Optional<Decisions.Sides> sides = Optional.empty();
                    if (order.paid().isPresent()) {
                        var paid = order.paid().get();
                        sides = Optional.of(sidesOf(Posting.inTransit(order.institution(), paid)));
                    }
                    var posted = sides;
                    return connections.eachOnItsOwn(connection ->
                            decisions.refuse(connection, order, posted)
                                    ? new Voided(order.reason(), order.paid(), false)
                                    : decisions.of(connection, order.id()));
                });
    }

    @Override
    public LedgerAnswer lookUp(TransferId id) {
        return answered(
                id, () -> connections.eachOnItsOwn(connection -> decisions.of(connection, id)));
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        var answers = new HashMap<TransferId, LedgerAnswer>();
        try {
            ids.forEach(id -> answers.put(id, new Open()));
            answers.putAll(connections.eachOnItsOwn(connection -> decisions.of(connection, ids)));
        } catch (SQLException e) {
            var noAnswer = new NoAnswer(whyNoAnswer("a look-up", e));
            answers.replaceAll((_, _) -> noAnswer);
        }
        return answers;
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        return answered(
                id,
                () -> {
                    // What is decided never changes, so it need not be read where it is written.
                    var decision =
                            connections.eachOnItsOwn(connection -> decisions.find(connection, id));
                    if (decision.isEmpty()
                            || !(decision.get().answer()
                                    instanceof Voided(var reason, var paid, var booked))) {
                        throw new BrokenInvariant(
                                id
                                        + ": expected voided, found "
                                        + decision.map(found -> found.answer().toString())
                                                .orElse("no decision"));
                    }
                    if (!booked) {
                        Optional<Decisions.Sides> sides = Optional.empty();
                        if (paid.isPresent()) {
                            sides =
                                    Optional.of(
                                            sidesOf(
                                                    Posting.reversed(
                                                            decision.get().institution(),
                                                            paid.get())));
                        }
                        var posted = sides;
                        connections.eachOnItsOwn(
                                connection -> decisions.bookReversal(connection, id, at, posted));
                    }
                    return new Voided(reason, paid, true);
                });
    }

    private Decisions.Sides sidesOf(Posting posting) throws SQLException {
        return new Decisions.Sides(accounts.idOf(posting.debit()), accounts.idOf(posting.credit()));
    }

    private interface Asked {
        LedgerAnswer answer() throws SQLException;
    }

    private static LedgerAnswer answered(TransferId id, Asked asked) {
        try {
            return asked.answer();
        } catch (SQLException e) {
            return new NoAnswer(whyNoAnswer(id.toString(), e));
        }
    }

    /// @throws BrokenInvariant if the ledger's own guards refused
    /// @throws IllegalStateException if the statement is wrong; asking again would not help
    private static String whyNoAnswer(String about, SQLException e) {
        if (SqlErrors.isOutOfReach(e)) {
            return SqlErrors.describe(e);
        }
        var message = about + ": the ledger refused, " + SqlErrors.describe(e);
        throw SqlErrors.isRefusal(e)
                ? new BrokenInvariant(message)
                : new IllegalStateException(message, e);
    }
}
