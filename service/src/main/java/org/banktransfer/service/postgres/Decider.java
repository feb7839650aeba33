package org.banktransfer.service.postgres;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.postgres.Decisions.Sides;
import org.banktransfer.service.postgres.Decisions.Written;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides many transfers in one database transaction, each as if it were alone and in their order:
/// the rules judge a credit by all that was credited before it, in this batch too.
///
/// Locks are taken in one order: customers' accounts, cards, decisions, balances, each of them in
/// their own order. Voids take the last two only.
final class Decider {

    private final CreditRules rules;
    private final Standings standings;
    private final Decisions decisions;

    /// One transfer that is to be decided.
    sealed interface Order {

        TransferId id();

        /// @param credited the accounts of the credit
        /// @param inTransit the accounts of what is refused
        record ToCredit(CreditOrder order, long due, long inTransit) implements Order {
            @Override
            public TransferId id() {
                return order.id();
            }
        }

        /// @param inTransit the accounts of what was paid, if it is known
        record ToVoid(VoidOrder order, Optional<Sides> inTransit) implements Order {
            @Override
            public TransferId id() {
                return order.id();
            }
        }
    }

    Decider(CreditRules rules, Standings standings, Decisions decisions) {
        this.rules = rules;
        this.standings = standings;
        this.decisions = decisions;
    }

    /// @return to each, in order
    /// @throws Entangled if they have to be decided one by one; roll back
    List<LedgerAnswer> decide(Connection connection, List<Order> batch) throws SQLException {
        // Of several orders for one transfer the first counts; the others are told what it came to.
        var orders = new LinkedHashMap<TransferId, Order>();
        batch.forEach(order -> orders.putIfAbsent(order.id(), order));
        var verdicts = new Verdicts(connection, orders.values());
        var rows = orders.values().stream().map(verdicts::of).toList();
        var decided = decisions.decide(connection, rows);
        if (verdicts.areEntangled && decided.size() < rows.size()) {
            throw new Entangled();
        }
        return answers(connection, batch, rows, decided);
    }

    private List<LedgerAnswer> answers(
            Connection connection, List<Order> batch, List<Written> rows, Set<TransferId> decided)
            throws SQLException {
        var answers = new HashMap<TransferId, LedgerAnswer>();
        var others = new ArrayList<TransferId>();
        for (var row : rows) {
            if (decided.contains(row.id())) {
                answers.put(row.id(), row.answer());
            } else {
                others.add(row.id());
            }
        }
        if (!others.isEmpty()) {
            decisions
                    .find(connection, others)
                    .forEach((id, found) -> answers.put(id, found.answer()));
        }
        return batch.stream().map(order -> answers.getOrDefault(order.id(), new Open())).toList();
    }

    /// A credit was judged by another one in its batch that turned out to be decided by somebody
    /// else.
    static final class Entangled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Entangled() {
            super("judged by a credit that did not come about");
        }
    }

    /// What is to become of each order, in their order.
    private final class Verdicts {

        private final Map<TransferId, Optional<Judged>> judged = new HashMap<>();
        private final Map<AccountId, List<CreditOrder>> creditedTo = new HashMap<>();
        private final Map<String, List<CreditOrder>> creditedFrom = new HashMap<>();
        private boolean areEntangled;

        /// Locks what the credits among them are judged by.
        private Verdicts(Connection connection, Collection<Order> orders) throws SQLException {
            var credits = new ArrayList<CreditOrder>();
            for (var order : orders) {
                if (order instanceof Order.ToCredit credit) {
                    credits.add(credit.order());
                }
            }
            if (credits.isEmpty()) {
                return;
            }
            var proposed = credits.stream().map(CreditOrder::proposed).toList();
            standings.lock(connection, proposed);
            var found = standings.of(connection, proposed);
            for (int i = 0; i < credits.size(); i++) {
                judged.put(credits.get(i).id(), found.get(i));
            }
        }

        private Written of(Order order) {
            return switch (order) {
                case Order.ToCredit credit -> of(credit);
                case Order.ToVoid(var voided, var inTransit) -> Written.voided(voided, inTransit);
            };
        }

        private Written of(Order.ToCredit credit) {
            var order = credit.order();
            var own = judged.getOrDefault(order.id(), Optional.empty());
            var refusal =
                    own.map(found -> withEarlier(found, order).refusal(rules, order.proposed()))
                            .orElse(Optional.of(VoidReason.REFUSED_ACCOUNT));
            if (refusal.isPresent()) {
                return Written.refused(
                        order, refusal.get(), new Sides(credit.due(), credit.inTransit()));
            }
            creditedTo.computeIfAbsent(order.account(), _ -> new ArrayList<>()).add(order);
            for (var digest : order.card().digests()) {
                creditedFrom.computeIfAbsent(digest, _ -> new ArrayList<>()).add(order);
            }
            return Written.credited(
                    order, new Sides(credit.due(), own.orElseThrow().ledgerAccount()));
        }

        /// Each once, by whichever digest it is known.
        private Set<CreditOrder> creditedFrom(CardFingerprint card) {
            return card.digests().stream()
                    .flatMap(digest -> creditedFrom.getOrDefault(digest, List.of()).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /// With what this batch credited to the same account and from the same card before it.
        private Judged withEarlier(Judged found, CreditOrder order) {
            var with = found;
            for (var earlier : creditedTo.getOrDefault(order.account(), List.of())) {
                areEntangled = true;
                with =
                        with.afterCredit(
                                earlier.amount(),
                                earlier.at().isAfter(Standings.since(order.at())));
            }
            for (var earlier : creditedFrom(order.card())) {
                areEntangled = true;
                if (!earlier.account().equals(order.account())
                        && earlier.at().isAfter(standings.cardSince(order.at()))) {
                    with = with.afterCreditTo(earlier.account());
                }
            }
            return with;
        }
    }
}
