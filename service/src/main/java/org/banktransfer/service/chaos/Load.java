package org.banktransfer.service.chaos;

import org.banktransfer.service.chaos.Customer.Account;
import org.banktransfer.service.demo.App;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// All customers together, living side by side until they are told that it is enough.
final class Load implements AutoCloseable {

    private static final int OPEN_ACCOUNTS_EACH = 4;
    private static final Duration REFILL = Duration.ofMillis(200);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<Thread> lives = new ArrayList<>();
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread refiller;

    private Load(CardStock cards) {
        refiller = Thread.ofVirtual().name("card-stock").unstarted(() -> refill(cards));
    }

    /// Opens the customers' accounts, while everything still works, and lets them live.
    static Load start(Parts parts, int customers, CardStock cards, Memory memory, Random chance) {
        var load = new Load(cards);
        var operator = parts.operator(Schedule.NODES.getFirst());
        cards.refill();
        load.refiller.start();
        var crowd = new ArrayList<Customer>();
        for (int i = 1; i <= customers; i++) {
            var name = "customer-" + i;
            crowd.add(
                    new Customer(
                            name,
                            openAccounts(operator, name, i),
                            parts.apps(name),
                            cards,
                            memory,
                            load.hands,
                            new Random(chance.nextLong())));
        }
        for (var customer : crowd) {
            load.lives.add(Thread.ofVirtual().start(() -> load.live(customer)));
        }
        return load;
    }

    private static List<Account> openAccounts(App operator, String name, int which) {
        var accounts = new ArrayList<Account>();
        for (var currency : CardStock.CURRENCIES) {
            for (int i = 1; i <= OPEN_ACCOUNTS_EACH; i++) {
                var id = "acc_%s%d%d".formatted(currency, which, i);
                operator.putAccount(id, name, currency, "open");
                accounts.add(new Account(id, currency, true));
            }
        }
        var frozen = "acc_frozen" + which;
        operator.putAccount(frozen, name, CardStock.CURRENCIES.getFirst(), "frozen");
        accounts.add(new Account(frozen, CardStock.CURRENCIES.getFirst(), false));
        return accounts;
    }

    private void live(Customer customer) {
        try {
            customer.live(enough::get);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refill(CardStock cards) {
        try {
            while (!enough.get()) {
                try {
                    cards.refill();
                } catch (RuntimeException e) {
                    // The institution is down, or slow; there are cards left for now.
                }
                Thread.sleep(REFILL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// No new wishes; everybody follows up what they have begun.
    ///
    /// @return how many were still at it when we stopped waiting
    int end() throws InterruptedException {
        enough.set(true);
        long giveUpAt = System.nanoTime() + ENDS_WITHIN.toNanos();
        int stillAtIt = 0;
        for (var life : lives) {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(giveUpAt - System.nanoTime()));
            if (!life.join(Duration.ofMillis(left))) {
                stillAtIt++;
            }
        }
        return stillAtIt;
    }

    @Override
    public void close() {
        enough.set(true);
        lives.forEach(Thread::interrupt);
        hands.shutdownNow();
    }
}
