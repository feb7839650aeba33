package org.banktransfer.service.postgres;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.Posting;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.service.postgres.Decider.Order;
import org.banktransfer.service.postgres.Decisions.Booking;
import org.banktransfer.service.postgres.Decisions.Decision;
import org.banktransfer.service.postgres.Decisions.Sides;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The ledger in PostgreSQL. The primary key of `decision` is what makes a decision one: of several
/// that would decide a transfer at once, the database lets one insert, and the others wait for its
/// commit and then read what it has decided. What is asked at the same time shares database
/// transactions.
final class PostgresLedger implements Ledger {

    private final Connections connections;
    private final LedgerAccounts accounts;
    private final Decisions decisions = new Decisions();
    private final Standings standings;
    private final CreditRules rules;
    private final Batcher<ProposedCredit, Advice> advices;
    private final Batcher<TransferId, LedgerAnswer> lookUps;
    private final Batcher<Order, LedgerAnswer> orders;
    private final Batcher<Acknowledged, Optional<LedgerAnswer>> acknowledgements;

    /// The institution has made the card whole.
    private record Acknowledged(TransferId id, Instant at) {}

    PostgresLedger(Connections connections, DatabaseSettings settings, CreditRules rules) {
        this.connections = connections;
        this.rules = rules;
        accounts = new LedgerAccounts(connections);
        standings = new Standings(rules.limits().velocityPeriod());
        var decider = new Decider(rules, standings, decisions);
        var turn = settings.poolWait();
        advices = new Batcher<>("advise", 1, turn, this::adviseAll);
        lookUps = new Batcher<>("look-up", 1, turn, this::lookUpAll);
        orders =
                new Batcher<>(
                        "decide",
                        1,
                        turn,
                        batch ->
                                connections.inOne(connection -> decider.decide(connection, batch)));
        acknowledgements = new Batcher<>("book", 1, turn, this::bookAll);
    }

    @Override
    public Advice advise(ProposedCredit proposed) {
        try {
            return advices.ask(proposed);
        } catch (SQLException e) {
            return new Advice.NoAnswer(whyNoAnswer("advice", e));
        }
    }

    private List<Advice> adviseAll(List<ProposedCredit> batch) throws SQLException {
        var judged = connections.eachOnItsOwn(connection -> standings.of(connection, batch));
        var advices = new ArrayList<Advice>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            advices.add(advice(batch.get(i), judged.get(i)));
        }
        return advices;
    }

    private Advice advice(ProposedCredit proposed, Optional<Judged> judged) {
        return judged.<Advice>map(
                        found -> new Advice.Known(found.account(), found.refusal(rules, proposed)))
                .orElseGet(Advice.NoSuchAccount::new);
    }

    /// What the rules are given cannot change until the decision is durable: every credit to the
    /// account waits for its row, every credit from the card for the card's lock, and each
    /// statement after those sees all that was committed before it got them.
    @Override
    public LedgerAnswer credit(CreditOrder order) {
        return answered(
                order.id(),
                () -> {
                    var inTransit = Posting.inTransit(order.institution(), order.amount());
                    return orders.ask(
                            new Order.ToCredit(
                                    order,
                                    accounts.idOf(inTransit.debit()),
                                    accounts.idOf(inTransit.credit())));
                });
    }

    @Override
    public LedgerAnswer voidCredit(VoidOrder order) {
        return answered(
                order.id(),
                () -> {
                    Optional<Sides> sides = Optional.empty();
                    if (order.paid().isPresent()) {
                        var paid = order.paid().get();
                        sides = Optional.of(sidesOf(Posting.inTransit(order.institution(), paid)));
                    }
                    return orders.ask(new Order.ToVoid(order, sides));
                });
    }

    @Override
    public LedgerAnswer lookUp(TransferId id) {
        return answered(id, () -> lookUps.ask(id));
    }

    private List<LedgerAnswer> lookUpAll(List<TransferId> batch) throws SQLException {
        var found = connections.eachOnItsOwn(connection -> decisions.find(connection, batch));
        return batch.stream().map(id -> answer(found, id)).toList();
    }

    private static LedgerAnswer answer(Map<TransferId, Decision> found, TransferId id) {
        var decision = found.get(id);
        return decision == null ? new Open() : decision.answer();
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        var answers = new HashMap<TransferId, LedgerAnswer>();
        try {
            var found = connections.eachOnItsOwn(connection -> decisions.find(connection, ids));
            ids.forEach(id -> answers.put(id, answer(found, id)));
        } catch (SQLException e) {
            var noAnswer = new NoAnswer(whyNoAnswer("a look-up", e));
            ids.forEach(id -> answers.put(id, noAnswer));
        }
        return answers;
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        return answered(
                id,
                () ->
                        acknowledgements
                                .ask(new Acknowledged(id, at))
                                .orElseThrow(() ->
                                        new BrokenInvariant(id + ": expected voided, found not")));
    }

    /// What is decided never changes, so it need not be read where the reversal is written.
    ///
    /// @return to each, in order; empty for one that is not voided
    private List<Optional<LedgerAnswer>> bookAll(List<Acknowledged> batch) throws SQLException {
        var ids = batch.stream().map(Acknowledged::id).toList();
        var found = connections.eachOnItsOwn(connection -> decisions.find(connection, ids));
        var bookings = new LinkedHashMap<TransferId, Booking>();
        for (var one : batch) {
            var decision = found.get(one.id());
            if (decision != null
                    && decision.answer() instanceof Voided(_, var paid, var isBooked)
                    && !isBooked) {
                Optional<Sides> sides = Optional.empty();
                if (paid.isPresent()) {
                    sides =
                            Optional.of(
                                    sidesOf(Posting.reversed(decision.institution(), paid.get())));
                }
                bookings.putIfAbsent(one.id(), new Booking(one.id(), one.at(), paid, sides));
            }
        }
        if (!bookings.isEmpty()) {
            connections.inOne(connection -> {
                decisions.bookReversals(connection, List.copyOf(bookings.values()));
                return bookings.size();
            });
        }
        return batch.stream().map(one -> booked(found.get(one.id()))).toList();
    }

    private static Optional<LedgerAnswer> booked(@Nullable Decision decision) {
        return decision != null && decision.answer() instanceof Voided(var reason, var paid, _)
                ? Optional.of(new Voided(reason, paid, true))
                : Optional.empty();
    }

    List<Supplier<QueueStanding>> queues() {
        return List.of(
                advices::standing, lookUps::standing, orders::standing, acknowledgements::standing);
    }

    /// Answers what was asked, and takes no more.
    void close() {
        List.of(orders, acknowledgements, lookUps, advices).forEach(Batcher::close);
    }

    private Sides sidesOf(Posting posting) throws SQLException {
        return new Sides(accounts.idOf(posting.debit()), accounts.idOf(posting.credit()));
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
