package org.banktransfer.service.chaos;

import org.banktransfer.service.chaos.BothBooks.Recorded;
import org.banktransfer.service.chaos.Wish.Told;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Holds what customers were told against the books of both sides, and the books against each
/// other.
final class Judge {

    /// The institution and we read one machine's clock, at different moments.
    private static final Duration CLOCKS_AGREE = Duration.ofMillis(5);

    private final BothBooks books;
    private final Set<String> cashedOut;
    private final Collection<Wish> wishes;
    private final Collection<IssuedCard> cards;
    private final List<String> untrue = new ArrayList<>();
    private final List<String> moneyFaults = new ArrayList<>();
    private final Map<String, Long> unaccounted = new TreeMap<>();

    /// What it came to; all must be empty, or zero.
    ///
    /// @param untrue what customers were told and was not so, each a sentence
    /// @param moneyFaults where the books of the two sides differ, each a sentence
    /// @param unaccountedMinor by currency, what is missing or too much, added up without its sign
    /// @param unsettled ids
    record Verdict(
            List<String> untrue,
            List<String> moneyFaults,
            Map<String, Long> unaccountedMinor,
            List<String> unsettled) {

        boolean isClean() {
            return untrue.isEmpty()
                    && moneyFaults.isEmpty()
                    && unsettled.isEmpty()
                    && unaccountedMinor.values().stream().allMatch(minor -> minor == 0);
        }
    }

    private Judge(
            BothBooks books,
            Set<String> cashedOut,
            Collection<Wish> wishes,
            Collection<IssuedCard> cards) {
        this.books = books;
        this.cashedOut = cashedOut;
        this.wishes = wishes;
        this.cards = cards;
    }

    /// @param cashedOut transfers for which a cash-out may have left us
    static Verdict judge(
            BothBooks books,
            Set<String> cashedOut,
            Collection<Wish> wishes,
            Collection<IssuedCard> cards) {
        var judge = new Judge(books, cashedOut, wishes, cards);
        CardStock.CURRENCIES.forEach(currency -> judge.unaccounted.put(currency, 0L));
        judge.judgeWords();
        judge.judgeMoney();
        var unsettled =
                books.transfers().entrySet().stream()
                        .filter(each -> !each.getValue().isFinal())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        return new Verdict(
                List.copyOf(judge.untrue),
                List.copyOf(judge.moneyFaults),
                Map.copyOf(judge.unaccounted),
                unsettled);
    }

    // --- What customers were told ------------------------------------------------------------

    private void judgeWords() {
        var byKey = new HashMap<String, List<String>>();
        books.transfers()
                .forEach((id, transfer) ->
                        byKey.computeIfAbsent(
                                        transfer.customer() + " " + transfer.key(),
                                        _ -> new ArrayList<>())
                                .add(id));
        for (var wish : wishes) {
            var ids = byKey.getOrDefault(wish.customer() + " " + wish.key(), List.of());
            if (ids.size() > 1) {
                untrue.add(wish + " became several transfers: " + ids);
            }
            var told = wish.told();
            for (var each : told) {
                judgeAnswer(wish, each);
            }
            judgeOrder(wish, told);
            ids.stream().findFirst().ifPresent(id -> judgeSilence(wish, told, id));
        }
    }

    private void judgeAnswer(Wish wish, Told told) {
        if (told.status() == 500) {
            untrue.add(wish + " got an answer nobody should get: " + told);
        }
        if (!told.isTransfer()) {
            return;
        }
        if (told.question().equals("misuse")) {
            untrue.add(wish + ": another wish under its key was taken for it: " + told);
            return;
        }
        var transfer = books.transfers().get(told.id());
        if (transfer == null) {
            untrue.add(wish + " was told of " + told.id() + ", which is not on record");
            return;
        }
        if (!isOf(wish, transfer)) {
            untrue.add(wish + " was told of a transfer that is another's: " + transfer);
        }
        judgeWord(wish, told, transfer);
        judgeMoment(wish, told);
    }

    /// A word that is true in the end was untrue if the institution came to it only later. Not if
    /// it was never sent a cash-out: then the end needs nothing of it, and a second node that
    /// reverses what the first voided and closed blocks what cannot come.
    private void judgeMoment(Wish wish, Told told) {
        var entry = books.entries().get(told.id());
        if (told.isFinal()
                && entry != null
                && !(entry.status().equals("blocked") && !cashedOut.contains(told.id()))
                && told.heard().plus(CLOCKS_AGREE).isBefore(entry.since())) {
            untrue.add(
                    "%s was told %s at %s, and %s became %s at %s"
                            .formatted(
                                    wish,
                                    told.word(),
                                    told.heard(),
                                    told.id(),
                                    entry.status(),
                                    entry.since()));
        }
        if (told.question().equals("press") && told.isFinal() != (told.status() == 201)) {
            untrue.add("%s was told %s with %d".formatted(wish, told.word(), told.status()));
        }
    }

    private static boolean isOf(Wish wish, Recorded transfer) {
        return transfer.customer().equals(wish.customer())
                && transfer.key().equals(wish.key())
                && transfer.account().equals(wish.account())
                && transfer.requestedMinor().equals(wish.amountMinor());
    }

    private void judgeWord(Wish wish, Told told, Recorded transfer) {
        long moved = books.moved().getOrDefault(told.id(), 0L);
        long credited = transfer.creditedMinor();
        boolean isTrue =
                switch (told.word()) {
                    case "completed" ->
                            transfer.decision().equals("credited")
                                    && told.amountMinor().equals(Optional.of(credited))
                                    && moved == credited;
                    case "declined", "reversed" ->
                            !transfer.decision().equals("credited") && moved == 0;
                    case "reversing" -> !transfer.decision().equals("credited");
                    case "pending" -> true;
                    default -> false;
                };
        if (!isTrue) {
            untrue.add(
                    "%s was told %s %s of %s; the ledger has %s %d, the statement %d"
                            .formatted(
                                    wish,
                                    told.word(),
                                    told.amountMinor().map(String::valueOf).orElse(""),
                                    told.id(),
                                    transfer.decision(),
                                    credited,
                                    moved));
        }
    }

    /// A final word is the last one, and who was told that the account gets nothing is not told
    /// otherwise.
    private void judgeOrder(Wish wish, List<Told> told) {
        for (var earlier : told) {
            if (!earlier.isTransfer() || earlier.question().equals("misuse")) {
                continue;
            }
            for (var later : told) {
                if (later.isTransfer()
                        && !later.question().equals("misuse")
                        && later.sentAt() >= earlier.heardAt()
                        && takesBack(earlier, later)) {
                    untrue.add("%s was told %s and then %s".formatted(wish, earlier, later));
                    return;
                }
            }
        }
    }

    private static boolean takesBack(Told earlier, Told later) {
        if (!earlier.id().equals(later.id())) {
            return true;
        }
        if (earlier.isFinal()) {
            return !later.word().equals(earlier.word())
                    || !later.amountMinor().equals(earlier.amountMinor())
                    || !later.reason().equals(earlier.reason());
        }
        return earlier.word().equals("reversing")
                && (later.word().equals("completed") || later.word().equals("pending"));
    }

    /// Who was answered every time, and never that there is a transfer, was told that nothing was
    /// sent.
    private void judgeSilence(Wish wish, List<Told> told, String id) {
        boolean wasTold = told.stream().anyMatch(Told::isTransfer);
        boolean mayHaveBeenTold =
                wish.unanswered() > 0 || told.stream().anyMatch(each -> each.status() >= 500);
        boolean wasRefusedOnly = !wasTold && wish.unanswered() == 0;
        if (!wasRefusedOnly) {
            return;
        }
        var entry = books.entries().get(id);
        if (entry != null && !entry.status().equals("blocked")) {
            untrue.add(
                    "%s was only ever refused, and the institution has %s as %s"
                            .formatted(wish, id, entry.status()));
        } else if (!mayHaveBeenTold) {
            untrue.add("%s was refused, and yet there is %s".formatted(wish, id));
        }
    }

    // --- Where the money is ------------------------------------------------------------------

    private void judgeMoney() {
        var cardOf = new HashMap<String, IssuedCard>();
        wishes.forEach(wish -> cardOf.put(wish.customer() + " " + wish.key(), wish.card()));
        var creditedFrom = new HashMap<String, Long>();
        var creditedTo = new HashMap<String, Long>();
        var currencyOf = new HashMap<String, String>();
        Set<String> ids = new HashSet<>(books.moved().keySet());
        ids.addAll(books.transfers().keySet());
        for (var id : ids) {
            var transfer = books.transfers().get(id);
            long moved = books.moved().getOrDefault(id, 0L);
            long credited = transfer == null ? 0 : transfer.creditedMinor();
            if (moved != credited) {
                moneyFaults.add(
                        "%s: the statement moves %d, the ledger credits %d"
                                .formatted(id, moved, credited));
            }
            var card =
                    transfer == null
                            ? null
                            : cardOf.get(transfer.customer() + " " + transfer.key());
            if (transfer == null || card == null) {
                moneyFaults.add(id + ": nobody wished for it");
                continue;
            }
            creditedFrom.merge(card.number(), credited, Long::sum);
            creditedTo.merge(transfer.account(), credited, Long::sum);
            if (credited > 0) {
                currencyOf.put(transfer.account(), card.currency());
            }
        }
        judgeCards(creditedFrom);
        judgeAccounts(creditedTo, currencyOf);
    }

    private void judgeCards(Map<String, Long> creditedFrom) {
        for (var card : cards) {
            long left = books.onCards().getOrDefault(card.number(), Long.MIN_VALUE);
            long taken = card.openingMinor() - left;
            long credited = creditedFrom.getOrDefault(card.number(), 0L);
            if (left < 0 || taken != credited) {
                account(card.currency(), taken - credited);
                moneyFaults.add(
                        "card ending %s: %d was taken, %d credited"
                                .formatted(card.number().substring(12), taken, credited));
            }
        }
    }

    private void judgeAccounts(Map<String, Long> creditedTo, Map<String, String> currencyOf) {
        Set<String> accounts = new HashSet<>(creditedTo.keySet());
        accounts.addAll(books.onAccounts().keySet());
        for (var account : accounts) {
            long balance = books.onAccounts().getOrDefault(account, 0L);
            long credited = creditedTo.getOrDefault(account, 0L);
            if (balance != credited) {
                account(currencyOf.getOrDefault(account, "USD"), balance - credited);
                moneyFaults.add(
                        "%s holds %d, %d was credited".formatted(account, balance, credited));
            }
        }
    }

    private void account(String currency, long difference) {
        unaccounted.merge(currency, Math.abs(difference), Math::addExact);
    }
}
