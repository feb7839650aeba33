package org.banktransfer.simulation.world;

import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.institution.Card;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.banktransfer.simulation.InMemoryAccounts;
import org.banktransfer.simulation.world.Faults.Menu;
import org.banktransfer.simulation.world.Population.PlasticCard;
import org.banktransfer.transfer.Transfer.Wish;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/// Those who press, and what befalls the world between their presses.
final class Customers {

    private static final OperatorId OPERATOR = new OperatorId("operator");

    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long[] GAPS = {
        2 * MILLI, 60 * MILLI, 1000 * MILLI, 15_000 * MILLI, 120_000 * MILLI
    };
    private static final int[] GAP_WEIGHTS = {40, 90, 120, 126, 128};
    private static final long[] SOON = {1, 3 * MILLI, 700 * MILLI, 20_000 * MILLI};
    private static final long[] LOOKS_AFTER = {
        1, 3 * MILLI, 700 * MILLI, 20_000 * MILLI, 120_000 * MILLI
    };
    private static final long[] LOOKS_FOR = {0, 500 * MILLI, 10_000 * MILLI};
    private static final long[] TROUBLE_LASTS = {
        100 * MILLI, 2000 * MILLI, 30_000 * MILLI, 1_200_000 * MILLI
    };
    private static final RequestedAmount[] DOLLARS = amounts(Population.USD);
    private static final RequestedAmount[] EUROS = amounts(Population.EUR);

    /// 24 to 64, each as likely; fewer only on a tape that is made smaller.
    private static final int[] WISHES_WEIGHTS =
            IntStream.rangeClosed(1, 64).map(wishes -> Math.max(wishes - 23, 0)).toArray();

    private final World world;
    private final List<PlasticCard> cards = new ArrayList<>();
    private final List<Currency> currencies = new ArrayList<>();
    private final List<SimulatedInstitution> issuers = new ArrayList<>();
    private final List<Pressed> pressed = new ArrayList<>();
    private final InMemoryAccounts accounts;
    private int wishesLeft;

    private record Pressed(Wish wish, Card typed) {}

    Customers(World world, InMemoryAccounts accounts) {
        this.world = world;
        this.accounts = accounts;
        var tape = world.tape();
        wishesLeft = 1 + tape.weighted(WISHES_WEIGHTS);
        int count = 8 + tape.pick(17);
        for (int i = 0; i < count; i++) {
            var issuer = world.institutions().get(tape.pick(world.institutions().size()));
            var currency = tape.pick(4) == 3 ? Population.EUR : Population.USD;
            var card = Population.CARDS.get(i);
            issuer.open(card.number(), new Money(20_000 + 10_000L * tape.pick(8), currency));
            cards.add(card);
            currencies.add(currency);
            issuers.add(issuer);
        }
        for (int i = 0; i < Population.ACCOUNTS.size(); i++) {
            put(i, AccountStatus.OPEN);
        }
    }

    private void put(int account, AccountStatus status) {
        var currency = account % 2 == 0 ? Population.USD : Population.EUR;
        var owner = Population.CUSTOMERS.get(account / 2);
        var id = Population.ACCOUNTS.get(account);
        var _ =
                accounts.put(
                        new Account(id, owner, currency, status),
                        OPERATOR,
                        world.timeline().instant(0));
    }

    private static RequestedAmount[] amounts(Currency currency) {
        return new RequestedAmount[] {
            new Exactly(new Money(1_000, currency)),
            new Exactly(new Money(2_500, currency)),
            new Exactly(new Money(9_500, currency)),
            new WholeBalance(currency)
        };
    }

    /// Has the first wish pressed, which leads to all others.
    void begin() {
        world.timeline().after(MILLI, this::next);
    }

    private void next() {
        world.tape().mark();
        trouble();
        pressOne();
        wishesLeft--;
        long gap = GAPS[world.tape().weighted(GAP_WEIGHTS)];
        if (wishesLeft > 0) {
            world.timeline().after(gap, this::next);
        } else {
            world.timeline().after(gap, world::lift);
        }
    }

    private void pressOne() {
        var tape = world.tape();
        int customer = tape.pick(Population.CUSTOMERS.size());
        int card = tape.pick(cards.size());
        boolean isEuro = currencies.get(card).equals(Population.EUR);
        int account = 2 * customer + (isEuro ? 1 : 0);
        if (tape.pick(64) == 63) {
            account ^= 1;
        }
        int amount = tape.weighted(AMOUNT_WEIGHTS);
        var impatience = world.faults().of(Menu.PRESS);
        var key = nextKey();
        if (impatience == FaultKind.KEY_USED_FOR_ANOTHER_WISH && !pressed.isEmpty()) {
            key = pressed.getLast().wish.key();
            customer = Population.CUSTOMERS.indexOf(pressed.getLast().wish.customer());
            account = 2 * customer + (isEuro ? 1 : 0);
        }
        var typed =
                impatience == FaultKind.WRONG_PIN
                        ? cards.get(card).mistyped()
                        : cards.get(card).typed();
        var one =
                new Pressed(
                        new Wish(
                                Population.CUSTOMERS.get(customer),
                                key,
                                Population.ACCOUNTS.get(account),
                                issuers.get(card).name(),
                                cards.get(card).fingerprint(),
                                typed.number().last4(),
                                (isEuro ? EUROS : DOLLARS)[amount]),
                        typed);
        pressed.add(one);
        press(one);
        if (impatience == FaultKind.PRESSED_AGAIN) {
            for (int again = 1 + tape.pick(3); again > 0; again--) {
                world.timeline().after(SOON[tape.pick(SOON.length)], () -> press(one));
            }
        }
        if (impatience == FaultKind.PRESSED_WITH_ANOTHER_KEY) {
            var same = new Pressed(withKey(one.wish, nextKey()), typed);
            pressed.add(same);
            world.timeline().after(SOON[tape.pick(SOON.length)], () -> press(same));
        }
        for (int looks = tape.weighted(LOOK_WEIGHTS); looks > 0; looks--) {
            world.timeline()
                    .after(LOOKS_AFTER[tape.pick(LOOKS_AFTER.length)], () -> look(one.wish));
        }
    }

    private static final int[] AMOUNT_WEIGHTS = {5, 8, 9, 12};
    private static final int[] LOOK_WEIGHTS = {9, 12, 14, 16};

    private IdempotencyKey nextKey() {
        return Population.KEYS.get(pressed.size());
    }

    private static Wish withKey(Wish wish, IdempotencyKey key) {
        return new Wish(
                wish.customer(),
                key,
                wish.account(),
                wish.institution(),
                wish.card(),
                wish.last4(),
                wish.amount());
    }

    private void press(Pressed one) {
        var node = someNode();
        var process = node.isCutOffFrom(Receiver.CUSTOMERS) ? null : node.answering();
        world.story().isAbout(one.wish.card());
        if (world.story().isTold()) {
            world.story()
                    .tell(
                            one.wish.customer().value(),
                            "presses %s%s: %s from card %s at %s"
                                    .formatted(
                                            one.wish.key().value(),
                                            process == null ? ", and reaches nobody" : "",
                                            one.wish.amount(),
                                            one.wish.last4(),
                                            one.wish.institution()));
        }
        if (process != null) {
            node.run(process, () -> process.press(one.wish, one.typed));
        }
    }

    private void look(Wish wish) {
        var node = someNode();
        var process = node.answering();
        if (process != null) {
            long within = LOOKS_FOR[world.tape().pick(LOOKS_FOR.length)];
            node.run(process, () -> process.look(wish, within));
        }
    }

    private Node someNode() {
        return world.nodes().get(world.tape().pick(world.nodes().size()));
    }

    private void trouble() {
        var trouble = world.faults().of(Menu.TROUBLE);
        if (trouble == null) {
            return;
        }
        var tape = world.tape();
        var node = someNode();
        long lasts = TROUBLE_LASTS[tape.pick(TROUBLE_LASTS.length)];
        if (world.story().isTold()) {
            world.story()
                    .tellOfAll(node.name(), trouble.word() + " for " + Duration.ofNanos(lasts));
        }
        switch (trouble) {
            case CRASH_WHILE_IDLE -> node.crash();
            case NODE_HANGS -> node.hang(lasts);
            case NODE_CUT_OFF_FROM_INSTITUTION ->
                    node.cutOff(
                            Receiver.institution(tape.pick(world.institutions().size())), lasts);
            case NODE_CUT_OFF_FROM_LEDGER -> node.cutOff(Receiver.LEDGER, lasts);
            case NODE_CUT_OFF_FROM_STORE -> node.cutOff(Receiver.STORE, lasts);
            case CUSTOMER_CUT_OFF_FROM_NODE -> node.cutOff(Receiver.CUSTOMERS, lasts);
            case CARD_BLOCKED_AT_INSTITUTION -> block(tape.pick(cards.size()), lasts);
            case CARD_BLOCKED_HERE -> {
                var card = cards.get(tape.pick(cards.size())).fingerprint();
                accounts.setBlocked(card, true, OPERATOR, world.timeline().instant(0));
                world.timeline()
                        .after(
                                lasts,
                                () ->
                                        accounts.setBlocked(
                                                card,
                                                false,
                                                OPERATOR,
                                                world.timeline().instant(0)));
            }
            case ACCOUNT_FROZEN -> {
                int account = tape.pick(Population.ACCOUNTS.size());
                put(account, AccountStatus.FROZEN);
                world.timeline().after(lasts, () -> put(account, AccountStatus.OPEN));
            }
            default -> throw new IllegalStateException("no trouble of the world: " + trouble);
        }
    }

    private void block(int card, long lasts) {
        var account = issuers.get(card).cards().get(cards.get(card).number());
        setBlocked(account, true);
        world.timeline().after(lasts, () -> setBlocked(account, false));
    }

    private static void setBlocked(SimulatedInstitution.@Nullable CardAccount card, boolean to) {
        if (card != null) {
            card.isBlocked = to;
        }
    }
}
