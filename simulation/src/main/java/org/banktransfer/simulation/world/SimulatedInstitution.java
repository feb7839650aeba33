package org.banktransfer.simulation.world;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.DoorShut;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What an institution does with requests that reach it, by the published contract as far as its
/// capability sheet goes. How requests reach it is [InstitutionPort]'s.
class SimulatedInstitution {

    private static final long SOON = Duration.ofMillis(5).toNanos();
    private static final long REVERSAL_TAKES = Duration.ofSeconds(3).toNanos();

    private final InstitutionName name;
    private final CapabilitySheet sheet;
    private final long clockAhead;
    private final World world;
    private final Map<String, CardAccount> cards = new HashMap<>();
    private final Map<TransferId, Entry> entries = new HashMap<>();

    /// What the institution has on record for an id.
    static final class Entry {
        final long firstSeen;
        final LookUpReply first;
        LookUpReply word;
        @Nullable CardAccount card;
        boolean isChanged;
        boolean isReversing;
        boolean isRefusedForGood;

        Entry(long firstSeen, LookUpReply first, @Nullable CardAccount card) {
            this.firstSeen = firstSeen;
            this.first = first;
            this.word = first;
            this.card = card;
        }
    }

    static final class CardAccount {
        final Money opening;
        long balance;
        boolean isBlocked;

        CardAccount(Money opening) {
            this.opening = opening;
            this.balance = opening.minor();
        }
    }

    SimulatedInstitution(
            InstitutionName name, CapabilitySheet sheet, long clockAhead, World world) {
        this.name = name;
        this.sheet = sheet;
        this.clockAhead = clockAhead;
        this.world = world;
    }

    final InstitutionName name() {
        return name;
    }

    final CapabilitySheet sheet() {
        return sheet;
    }

    final Map<TransferId, Entry> entries() {
        return entries;
    }

    final Map<String, CardAccount> cards() {
        return cards;
    }

    void open(String number, Money opening) {
        cards.put(number, new CardAccount(opening));
    }

    CashOutReply cashOut(CashOutRequest request) {
        var id = request.id();
        world.checks().cashOutReceived(id);
        var entry = entries.get(id);
        if (entry != null && isRemembered(entry)) {
            return switch (entry.word) {
                case Approved approved -> approved;
                case Declined declined -> declined;
                default -> new DoorShut();
            };
        }
        var reply = decided(request);
        tell(id, reply instanceof Approved(var paid, _) ? "pays " + paid : "declines");
        return reply;
    }

    /// A repeat is a repeat for so long; what was shut stays shut at those that leave tombstones.
    private boolean isRemembered(Entry entry) {
        return world.timeline().now() - entry.firstSeen <= nanos(sheet.dedupesFor())
                || (entry.word instanceof DoorShut && sheet.tombstones());
    }

    /// Whether another copy of the cash-out, arriving now, would not be taken for a new one.
    final boolean takesForRepeat(TransferId id) {
        var entry = entries.get(id);
        return entry == null || isRemembered(entry);
    }

    private CashOutReply decided(CashOutRequest request) {
        var card = cards.get(text(request.card().number().reveal()));
        var refusal = refusal(request, card);
        if (refusal != null || card == null) {
            var declined = new Declined(refusal == null ? DeclineCode.CARD_DECLINED : refusal);
            if (!entries.containsKey(request.id())) {
                put(request.id(), declined, card);
            }
            return declined;
        }
        long amount =
                switch (request.amount()) {
                    case RequestedAmount.Exactly(var exactly) -> exactly.minor();
                    case RequestedAmount.WholeBalance _ -> card.balance;
                };
        var approved = new Approved(new Money(amount, card.opening.currency()), "");
        card.balance -= amount;
        put(request.id(), approved, card);
        world.checks().paid(request.id(), amount, card.balance);
        return approved;
    }

    private @Nullable DeclineCode refusal(CashOutRequest request, @Nullable CardAccount card) {
        var now = world.timeline().instant(clockAhead);
        if (card == null || (sheet.honoursValidUntil() && now.isAfter(request.validUntil()))) {
            return DeclineCode.CARD_DECLINED;
        }
        if (card.isBlocked) {
            return DeclineCode.CARD_BLOCKED;
        }
        if (!text(request.card().pin().reveal()).equals(Population.PIN)) {
            return DeclineCode.WRONG_PIN;
        }
        if (!request.amount().currency().equals(card.opening.currency())) {
            return DeclineCode.CARD_DECLINED;
        }
        long asked =
                request.amount() instanceof RequestedAmount.Exactly(var exactly)
                        ? exactly.minor()
                        : 1;
        return asked > card.balance ? DeclineCode.INSUFFICIENT_FUNDS : null;
    }

    private void put(TransferId id, LookUpReply word, @Nullable CardAccount card) {
        entries.put(id, new Entry(world.timeline().now(), word, card));
    }

    /// @param lags answered from a copy that has not seen the last change
    LookUpReply lookUp(TransferId id, boolean lags) {
        var entry = entries.get(id);
        if (entry == null || (lags && !entry.isChanged)) {
            return new NeverSeen();
        }
        return lags ? entry.first : entry.isReversing ? new DoorShut() : entry.word;
    }

    ReversalReply reverse(TransferId id) {
        world.checks().reversalReceived(id);
        var entry = entries.get(id);
        if (entry == null) {
            return neverSeen(id);
        }
        return switch (entry.word) {
            case Approved(var paid, _) -> reverse(id, entry, paid.minor());
            case Declined _ -> new ReversalWord.NothingToReverse();
            default ->
                    entry.first instanceof DoorShut
                            ? new ReversalWord.Blocked()
                            : new ReversalWord.Reversed();
        };
    }

    /// A tombstone where it leaves them; else the request is forgotten as soon as it is answered.
    ReversalReply neverSeen(TransferId id) {
        if (sheet.tombstones()) {
            put(id, new DoorShut(), null);
            tell(id, "never saw it, and blocks it");
            return new ReversalWord.Blocked();
        }
        tell(id, "never saw it, and cannot block it");
        return world.tape().pick(2) == 0
                ? new ReversalWord.NothingToReverse()
                : new ReversalWord.Blocked();
    }

    private ReversalReply reverse(TransferId id, Entry entry, long paid) {
        if (entry.isReversing) {
            return new ReversalWord.Reversing();
        }
        if (world.timeline().now() - entry.firstSeen > nanos(sheet.reversalWindow())) {
            if (!entry.isRefusedForGood) {
                world.coverage().met(FaultKind.REVERSAL_WINDOW_CLOSED);
            }
            entry.isRefusedForGood = true;
        }
        if (entry.isRefusedForGood
                || (entry.isRefusedForGood =
                        world.faults().happens(FaultKind.REVERSAL_REFUSED_FOR_GOOD))) {
            tell(id, "refuses for good to reverse it");
            return new ReversalWord.Refused("window_closed");
        }
        if (world.faults().happens(FaultKind.REVERSAL_REFUSED_FOR_NOW)) {
            tell(id, "refuses to reverse it");
            return new ReversalWord.Refused("ask_again");
        }
        if (!sheet.reversesSynchronously()
                && world.faults().happens(FaultKind.REVERSAL_TAKES_LONG)) {
            entry.isReversing = true;
            long takes = REVERSAL_TAKES << (2 * world.tape().pick(5));
            world.timeline().after(takes, () -> giveBack(id, entry, paid));
            tell(id, "will reverse it");
            return new ReversalWord.Reversing();
        }
        giveBack(id, entry, paid);
        return new ReversalWord.Reversed();
    }

    /// What is being reversed will be soon.
    final void lift() {
        entries.forEach((id, entry) -> {
            if (entry.isReversing && entry.word instanceof Approved(var paid, _)) {
                world.timeline().after(SOON, () -> giveBack(id, entry, paid.minor()));
            }
        });
    }

    void giveBack(TransferId id, Entry entry, long paid) {
        if (entry.isChanged) {
            return;
        }
        if (entry.card != null) {
            entry.card.balance += paid;
        }
        entry.isReversing = false;
        entry.word = new DoorShut();
        entry.isChanged = true;
        tell(id, "gives the card back its " + paid);
        world.checks().gaveBack(id, paid);
    }

    final void tell(TransferId id, String what) {
        if (world.story().isTold()) {
            world.story().isAbout(world.checks().cardOf(id));
            world.story().tell(name.value(), what + "  [" + world.story().nameOf(id) + "]");
        }
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(10_000)) > 0
                ? Long.MAX_VALUE
                : duration.toNanos();
    }

    private static String text(byte[] digits) {
        return new String(digits, StandardCharsets.US_ASCII);
    }
}
