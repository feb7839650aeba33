package org.banktransfer.simulation.world;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAccount.TransfersInTransit;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.money.Money;
import org.banktransfer.simulation.InMemoryBooks;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Pending;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What must hold after everything that happens. Told of each change where it is made, by the
/// simulated receivers and never by the code that is tested; throws a [Violation] at once.
final class Checks {

    private final Map<TransferId, Known> all = new LinkedHashMap<>();
    private final Map<Wished, TransferId> byKey = new HashMap<>();
    private final Map<CardFingerprint, Known> lastOfCard = new HashMap<>();
    private final Map<LedgerAccount, Long> expected = new HashMap<>();
    private final InMemoryBooks books;
    private int unsettled;
    private int wordsTold;

    Checks(InMemoryBooks books) {
        this.books = books;
    }

    private record Wished(CustomerId customer, IdempotencyKey key) {}

    /// What has really become of a transfer, as all sides together know it.
    static final class Known {
        final Transfer accepted;
        LedgerAnswer decision = new Open();

        /// What the institution took from the card and has not given back.
        long paid;

        int timesPaid;
        @Nullable TransferState stored;

        /// The last thing that a customer was told and that may not be taken back, or else pending.
        @Nullable TransferState told;

        /// Which of all words that was; zero if it never was told.
        int reversingToldAt;

        int finalToldAt;

        Known(Transfer accepted) {
            this.accepted = accepted;
        }

        boolean isFinal() {
            return stored != null;
        }

        /// What our books say the institution owes us for it.
        long due() {
            return switch (decision) {
                case Credited(var amount) -> amount.minor();
                case Voided(_, var inTransit, var booked) ->
                        booked ? 0 : inTransit.map(Money::minor).orElse(0L);
                default -> 0;
            };
        }
    }

    /// How many accepted transfers are not final in the store.
    int unsettled() {
        return unsettled;
    }

    Collection<Known> all() {
        return all.values();
    }

    int accepted() {
        return all.size();
    }

    void accepted(Transfer transfer) {
        var wish = transfer.wish();
        var earlier = byKey.put(new Wished(wish.customer(), wish.key()), transfer.id());
        require(earlier == null, "one wish is one transfer", transfer.id(), () -> "is the second");
        var known = new Known(transfer);
        var before = lastOfCard.put(wish.card(), known);
        require(
                before == null || before.isFinal(),
                "a card has at most one unsettled transfer",
                transfer.id(),
                () -> "was accepted before an earlier one had settled");
        all.put(transfer.id(), known);
        unsettled++;
    }

    /// A second press was answered with this transfer.
    void replayed(CustomerId customer, IdempotencyKey key, Transfer transfer) {
        require(
                transfer.id().equals(byKey.get(new Wished(customer, key))),
                "one wish is one transfer",
                transfer.id(),
                () -> "answers a press of another key");
    }

    void cashOutReceived(TransferId id) {
        require(all.containsKey(id), "intent first", id, () -> "is not on record");
    }

    void paid(TransferId id, long amount, long cardBalance) {
        var known = known(id);
        known.paid += amount;
        known.timesPaid++;
        require(cardBalance >= 0, "no card below zero", id, () -> "leaves " + cardBalance);
        require(
                known.timesPaid == 1,
                "no card pays twice for one transfer",
                id,
                () -> "paid again");
        checkAgainstTold(known);
    }

    void gaveBack(TransferId id, long amount) {
        var known = known(id);
        known.paid -= amount;
        require(known.paid >= 0, "nothing is given back twice", id, () -> "has " + known.paid);
        check(known);
    }

    void reversalReceived(TransferId id) {
        require(
                known(id).decision instanceof Voided,
                "reverse only what was voided",
                id,
                () -> known(id).decision.toString());
    }

    /// The ledger has just done something for this transfer, and this is what it now says.
    void decided(TransferId id, LedgerAnswer decision) {
        var known = known(id);
        boolean isKept =
                switch (known.decision) {
                    case Open _ -> true;
                    case Voided(var reason, var paid, var booked) ->
                            decision instanceof Voided(var reason2, var paid2, var booked2)
                                    && reason == reason2
                                    && paid.equals(paid2)
                                    && (booked2 || !booked);
                    default -> known.decision.equals(decision);
                };
        require(
                isKept,
                "decided once and for good",
                id,
                () -> known.decision + ", then " + decision);
        if (!known.decision.equals(decision)) {
            long dueBefore = known.due();
            boolean wasInTransit = known.decision instanceof Voided;
            known.decision = decision;
            check(known);
            boolean isInTransit = decision instanceof Voided;
            var currency = known.accepted.wish().amount().currency();
            conserve(
                    id,
                    new DueFromInstitution(known.accepted.wish().institution(), currency),
                    dueBefore - known.due());
            conserve(
                    id,
                    new TransfersInTransit(currency),
                    (isInTransit ? known.due() : 0) - (wasInTransit ? dueBefore : 0));
        }
    }

    /// What the books say of an account is what all decisions together come to.
    private void conserve(TransferId id, LedgerAccount account, long change) {
        long net = expected.merge(account, change, Math::addExact);
        if (books.net(account).longValueExact() != net) {
            throw new Violation(
                    "the books are what was decided",
                    id,
                    "leaves " + account + " is " + books.net(account) + " and should be " + net);
        }
    }

    /// Every balance is the sum of its postings.
    void addUp() {
        for (var account : books.postedTo()) {
            if (!books.net(account).equals(books.recomputed(account))) {
                throw new Violation("a balance is the sum of its postings", account.toString());
            }
        }
    }

    private void check(Known known) {
        var id = known.accepted.id();
        switch (known.decision) {
            case Credited(var amount) ->
                    require(
                            known.paid == amount.minor(),
                            "credited is what was paid, and is not given back",
                            id,
                            () -> "credited " + amount + ", paid " + known.paid);
            case Voided(_, var inTransit, var booked) -> {
                require(
                        !booked || known.paid == 0,
                        "a reversal is booked when the card is whole",
                        id,
                        () -> "still paid " + known.paid);
                require(
                        inTransit.isEmpty() || known.timesPaid > 0,
                        "in transit is what was paid",
                        id,
                        () -> "nothing was ever paid");
            }
            default -> {}
        }
        checkAgainstTold(known);
    }

    private void checkAgainstTold(Known known) {
        if (known.stored != null) {
            checkTrue(known, known.stored, "what is on record as final is true");
        }
        if (known.told != null) {
            checkTrue(known, known.told, "what a customer was told is true");
        }
        if (known.decision instanceof Voided(_, _, var booked) && booked) {
            require(
                    known.paid == 0,
                    "a reversal is booked when the card is whole",
                    known.accepted.id(),
                    () -> "paid " + known.paid);
        }
    }

    private static void checkTrue(Known known, TransferState state, String rule) {
        boolean isTrue =
                switch (state) {
                    case Pending _ -> true;
                    case Completed(var amount) -> known.decision.equals(new Credited(amount));
                    case Declined _ -> known.paid == 0 && !(known.decision instanceof Credited);
                    case Reversed _ -> known.paid == 0 && known.decision instanceof Voided;
                    case Reversing _ -> known.decision instanceof Voided;
                };
        require(
                isTrue,
                rule,
                known.accepted.id(),
                () ->
                        "%s, but the ledger says %s and %d is paid"
                                .formatted(state, known.decision, known.paid));
    }

    /// The store has written something of this transfer, which now reads like this.
    void stored(Transfer transfer) {
        if (!transfer.isFinal()) {
            return;
        }
        var known = known(transfer.id());
        if (known.stored == null) {
            known.stored = transfer.state();
            unsettled--;
            checkTrue(known, transfer.state(), "what is on record as final is true");
        }
        requireSame(known.stored, transfer, "what is final on record stays");
        if (known.told != null && known.told.isFinal()) {
            requireSame(known.told, transfer, "what a customer was told stays");
        }
    }

    /// How many words that may not be taken back have been told so far.
    int wordsTold() {
        return wordsTold;
    }

    /// A customer has been told how a transfer stands, by this node or that. Whoever was told a
    /// final state is told nothing else later, and whoever was told that it is reversing is not
    /// told that it is pending; that we cannot say just now is no word about it. Of two answers the
    /// one that was asked for first may come last.
    ///
    /// @param askedAt how many words had been told when the customer asked
    void told(Transfer transfer, int askedAt) {
        var known = known(transfer.id());
        var state = transfer.state();
        boolean takesBackFinal =
                known.told != null
                        && known.told.isFinal()
                        && !known.told.equals(state)
                        && (state.isFinal() || askedAt >= known.finalToldAt);
        boolean takesBackReversing =
                known.reversingToldAt > 0
                        && state instanceof Pending
                        && askedAt >= known.reversingToldAt;
        require(
                !takesBackFinal && !takesBackReversing,
                "what a customer was told stays",
                transfer.id(),
                () -> known.told + ", then " + state);
        if (known.told != null && known.told.isFinal()) {
            return;
        }
        checkTrue(known, state, "what a customer was told is true");
        if (state.isFinal() && known.stored != null) {
            requireSame(known.stored, transfer, "what a customer was told is on record");
        }
        if (state.isFinal()) {
            known.finalToldAt = ++wordsTold;
        } else if (state instanceof Reversing && known.reversingToldAt == 0) {
            known.reversingToldAt = ++wordsTold;
        }
        if (known.reversingToldAt == 0 || !(state instanceof Pending)) {
            known.told = state;
        }
    }

    private static void requireSame(TransferState before, Transfer now, String rule) {
        if (!before.equals(now.state())) {
            throw new Violation(rule, now.id(), before + ", then " + now.state());
        }
    }

    /// The card of a transfer that is on record.
    @Nullable CardFingerprint cardOf(TransferId id) {
        var known = all.get(id);
        return known == null ? null : known.accepted.wish().card();
    }

    Optional<Known> find(TransferId id) {
        return Optional.ofNullable(all.get(id));
    }

    private Known known(TransferId id) {
        var known = all.get(id);
        if (known == null) {
            throw new Violation("intent first", id, "is not on record");
        }
        return known;
    }

    private static void require(boolean holds, String rule, TransferId id, Supplier<String> found) {
        if (!holds) {
            throw new Violation(rule, id, found.get());
        }
    }
}
