package org.banktransfer.service.chaos;

import org.banktransfer.service.chaos.Wish.Told;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// A customer in a hurry: presses, presses again, hangs up, comes back at the other node, tries the
/// same card again under another key, and believes what they are told.
final class Customer {

    private static final int PRESSES_MAX = 12;
    private static final int POLLS_MAX = 12;

    private final String name;
    private final List<Account> accounts;
    private final List<App> nodes;
    private final CardStock cards;
    private final Memory memory;
    private final ExecutorService hands;
    private final Random chance;

    /// @param isOpen whether it takes money
    record Account(String id, String currency, boolean isOpen) {}

    /// @param accounts several open ones in each currency
    /// @param hands press at the same time
    Customer(
            String name,
            List<Account> accounts,
            List<App> nodes,
            CardStock cards,
            Memory memory,
            ExecutorService hands,
            Random chance) {
        this.name = name;
        this.accounts = List.copyOf(accounts);
        this.nodes = List.copyOf(nodes);
        this.cards = cards;
        this.memory = memory;
        this.hands = hands;
        this.chance = chance;
    }

    /// Wishes one thing after the other until it is enough.
    void live(BooleanSupplier enough) throws InterruptedException {
        while (!enough.getAsBoolean()) {
            switch (chance.nextInt(10)) {
                case 0 -> twoWishesAtOnce();
                case 1 -> oneCardIntoManyAccounts(enough);
                default -> pursue(wish(cards.take()), enough);
            }
            Thread.sleep(chance.nextInt(20, 300));
        }
    }

    /// Another screen, another key, the same card.
    private void twoWishesAtOnce() throws InterruptedException {
        var card = cards.take();
        var first = hands.submit(() -> pursueQuietly(wish(card)));
        pursueQuietly(wish(card));
        await(first);
    }

    /// What the rules against fraud are for.
    private void oneCardIntoManyAccounts(BooleanSupplier enough) throws InterruptedException {
        var card = cards.take();
        for (var account : accounts) {
            if (account.isOpen() && account.currency().equals(card.currency())) {
                pursue(wish(card, account, Optional.of(card.openingMinor() / 10 + 1)), enough);
            }
        }
    }

    private Wish wish(IssuedCard card) {
        // Now and then one that takes no money, or of another currency.
        boolean anyAccount = chance.nextInt(12) == 0;
        var fitting =
                accounts.stream()
                        .filter(account ->
                                anyAccount
                                        || (account.isOpen()
                                                && account.currency().equals(card.currency())))
                        .toList();
        return wish(card, fitting.get(chance.nextInt(fitting.size())), amount(card));
    }

    private Wish wish(IssuedCard card, Account account, Optional<Long> amountMinor) {
        var pin = chance.nextInt(20) == 0 ? IssuedCard.WRONG_PIN : IssuedCard.PIN;
        return memory.add(
                new Wish(name, UUID.randomUUID().toString(), account.id(), card, pin, amountMinor));
    }

    private Optional<Long> amount(IssuedCard card) {
        return switch (chance.nextInt(6)) {
            case 0, 1 -> Optional.empty();
            case 2 -> Optional.of(card.openingMinor() + 1);
            default -> Optional.of(chance.nextLong(1, card.openingMinor() + 1));
        };
    }

    private void pursueQuietly(Wish wish) {
        try {
            pursue(wish, () -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pursue(Wish wish, BooleanSupplier enough) throws InterruptedException {
        if (chance.nextInt(4) == 0) {
            mash(wish);
        }
        for (int i = 0; i < PRESSES_MAX && wish.id().isEmpty(); i++) {
            var status = press(wish, "press", wish.amountMinor());
            if (status.isPresent() && status.get() / 100 == 4 && status.get() != 409) {
                return;
            }
            if (enough.getAsBoolean() && i > 2) {
                return;
            }
            Thread.sleep(chance.nextInt(20, 400));
        }
        boolean leavesEarly = chance.nextInt(5) == 0;
        for (int i = 0; i < (leavesEarly ? 1 : POLLS_MAX) && !wish.isOver(); i++) {
            poll(wish);
            Thread.sleep(chance.nextInt(20, 200));
        }
        afterwards(wish);
    }

    /// Whoever is not sure asks again; whoever is careless uses a key twice.
    private void afterwards(Wish wish) {
        if (wish.id().isEmpty()) {
            return;
        }
        switch (chance.nextInt(6)) {
            case 0 -> press(wish, "press", wish.amountMinor());
            case 1 -> poll(wish);
            case 2 ->
                    press(
                            wish,
                            "misuse",
                            Optional.of(wish.amountMinor().map(amount -> amount + 1).orElse(1L)));
            default -> {}
        }
    }

    private void mash(Wish wish) throws InterruptedException {
        var presses = new ArrayList<Future<?>>();
        for (int i = chance.nextInt(1, 5); i > 0; i--) {
            presses.add(hands.submit(() -> press(wish, "press", wish.amountMinor())));
        }
        for (var press : presses) {
            await(press);
        }
    }

    private static void await(Future<?> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// @return the answer's status, if one came
    private Optional<Integer> press(Wish wish, String question, Optional<Long> amountMinor) {
        var body = new LinkedHashMap<String, Object>();
        body.put("account", wish.account());
        body.put("institution", Parts.INSTITUTION);
        body.put("card", Map.of("number", wish.card().number(), "pin", wish.pin()));
        amountMinor.ifPresent(amount -> body.put("amount", amount));
        body.put("currency", wish.card().currency());
        var headers = new ArrayList<>(List.of("Idempotency-Key", wish.key()));
        if (chance.nextBoolean()) {
            headers.addAll(List.of("Prefer", "wait=" + chance.nextInt(4)));
        }
        var answer =
                ask(wish, question, "POST", "/v1/transfers", body, headers.toArray(String[]::new));
        if (answer.isEmpty() && question.equals("press")) {
            wish.tellNothing();
        }
        return answer.map(Told::status);
    }

    private void poll(Wish wish) {
        var id = wish.id();
        if (id.isPresent()) {
            var path = "/v1/transfers/" + id.get() + "?wait=" + chance.nextInt(5);
            ask(wish, "poll", "GET", path, null);
        }
    }

    private Optional<Told> ask(
            Wish wish,
            String question,
            String method,
            String path,
            @Nullable Object body,
            String... headers) {
        var patience = Duration.ofMillis(chance.nextInt(6) == 0 ? chance.nextInt(20, 400) : 6000);
        var node = nodes.get(chance.nextInt(nodes.size())).waiting(patience);
        long sentAt = System.nanoTime();
        try {
            var told = told(question, sentAt, node.call(method, path, body, headers));
            wish.tell(told);
            memory.write(wish, told);
            return Optional.of(told);
        } catch (IOException | JacksonException e) {
            memory.unanswered();
            return Optional.empty();
        }
    }

    private static Told told(String question, long sentAt, Seen seen) {
        var amount = seen.body().path("amount");
        return new Told(
                question,
                sentAt,
                System.nanoTime(),
                Instant.now(),
                seen.status(),
                seen.word(),
                seen.status() / 100 == 2 ? seen.id() : "",
                amount.isNumber() ? Optional.of(amount.asLong()) : Optional.empty(),
                seen.reason());
    }
}
