package org.banktransfer.service.chaos;

import org.banktransfer.service.demo.App;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// A crowd that presses once each, with a card of its own, and presses again until it is told of a
/// transfer.
final class Presses {

    private static final int AT_ONCE = 200;
    private static final int PER_CUSTOMER = 200;
    private static final long CARD_MINOR = 5000;
    private static final long AMOUNT_MINOR = 500;
    private static final int BATCH = 5000;

    private final Parts parts;
    private long lastCard = 6_037_000_000_000_000L;
    private int lastCustomer;

    Presses(Parts parts) {
        this.parts = parts;
    }

    /// One that is ready to press.
    private record Ready(String customer, String account, String card) {}

    /// A crowd that has its cards and accounts; everything must be up for that.
    final class Crowd {

        private final List<Ready> ready;

        private Crowd(List<Ready> ready) {
            this.ready = ready;
        }

        /// Presses at one node and returns when everybody has been told of a transfer, or has hung
        /// up on a node that was killed meanwhile.
        ///
        /// @param node which one, from 0
        void press(int node) throws InterruptedException {
            press(0, ready.size(), node);
        }

        /// The same, for some of the crowd.
        void press(int from, int to, int node) throws InterruptedException {
            var places = new Semaphore(AT_ONCE);
            var presses = new ArrayList<Future<?>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var each : ready.subList(from, to)) {
                    presses.add(
                            threads.submit(() -> {
                                places.acquire();
                                try {
                                    pressUntilTold(each, parts.apps(each.customer()).get(node));
                                } finally {
                                    places.release();
                                }
                                return null;
                            }));
                }
                for (var press : presses) {
                    press.get();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /// Issues the cards and opens the accounts.
    Crowd crowd(int size) {
        var operator = parts.operator(Schedule.NODES.getFirst());
        var ready = new ArrayList<Ready>();
        var cards = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < size; i++) {
            if (i % PER_CUSTOMER == 0) {
                lastCustomer++;
                operator.putAccount("acc_crowd" + lastCustomer, "crowd-" + lastCustomer, "open");
            }
            var card = Long.toString(++lastCard);
            cards.add(
                    Map.of(
                            "number",
                            card,
                            "pin",
                            IssuedCard.PIN,
                            "balance",
                            CARD_MINOR,
                            "currency",
                            "USD"));
            ready.add(new Ready("crowd-" + lastCustomer, "acc_crowd" + lastCustomer, card));
        }
        for (int i = 0; i < size; i += BATCH) {
            parts.institution().putCards(cards.subList(i, Math.min(size, i + BATCH)));
        }
        return new Crowd(List.copyOf(ready));
    }

    private static void pressUntilTold(Ready ready, App app) throws InterruptedException {
        var body = new LinkedHashMap<String, Object>();
        body.put("account", ready.account());
        body.put("institution", Parts.INSTITUTION);
        body.put("card", Map.of("number", ready.card(), "pin", IssuedCard.PIN));
        body.put("amount", AMOUNT_MINOR);
        body.put("currency", "USD");
        var key = UUID.randomUUID().toString();
        while (true) {
            try {
                var seen =
                        app.call(
                                "POST",
                                "/v1/transfers",
                                body,
                                "Idempotency-Key",
                                key,
                                "Prefer",
                                "wait=0");
                if (seen.status() / 100 == 2) {
                    return;
                }
                Thread.sleep(100);
            } catch (IOException e) {
                return;
            }
        }
    }
}
