package org.banktransfer.service.chaos;

import org.banktransfer.service.demo.SandboxAdmin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// New cards for customers, issued in batches before they are needed, because the institution may
/// be down when they are. Safe under concurrency.
final class CardStock {

    static final List<String> CURRENCIES = List.of("USD", "EUR");

    /// From 1.00 to 100.00, so that some are over the limit of one transfer.
    private static final int BALANCE_MAX = 10_000;

    private static final int BATCH = 2000;
    private static final long FIRST_NUMBER = 6_036_000_000_000_000L;

    private final SandboxAdmin institution;
    private final Random chance;
    private final BlockingQueue<IssuedCard> ready = new LinkedBlockingQueue<>();
    private final List<IssuedCard> issued = Collections.synchronizedList(new ArrayList<>());
    private long lastNumber = FIRST_NUMBER;

    CardStock(SandboxAdmin institution, Random chance) {
        this.institution = institution;
        this.chance = chance;
    }

    /// Issues more, unless there is plenty.
    ///
    /// @throws RuntimeException if the institution is down; nothing is lost by asking again
    synchronized void refill() {
        if (ready.size() >= BATCH) {
            return;
        }
        var batch = new ArrayList<IssuedCard>();
        for (int i = 1; i <= BATCH; i++) {
            batch.add(card(lastNumber + i));
        }
        institution.putCards(batch.stream().map(CardStock::json).toList());
        // Only now: the same numbers are issued again if this was not heard of.
        lastNumber += BATCH;
        issued.addAll(batch);
        ready.addAll(batch);
    }

    private IssuedCard card(long number) {
        var currency = CURRENCIES.get(chance.nextInt(CURRENCIES.size()));
        int kind = chance.nextInt(20);
        var state = kind == 0 ? "expired" : kind == 1 ? "blocked" : "active";
        return new IssuedCard(
                Long.toString(number), currency, chance.nextLong(100, BALANCE_MAX), state);
    }

    private static Map<String, Object> json(IssuedCard card) {
        return Map.of(
                "number",
                card.number(),
                "pin",
                IssuedCard.PIN,
                "balance",
                card.openingMinor(),
                "currency",
                card.currency(),
                "state",
                card.state());
    }

    /// A card nobody has used yet; waits while there is none.
    ///
    /// @throws InterruptedException if none came for long
    IssuedCard take() throws InterruptedException {
        var card = ready.poll(1, TimeUnit.MINUTES);
        if (card == null) {
            throw new InterruptedException("no card");
        }
        return card;
    }

    /// Every card there is.
    List<IssuedCard> issued() {
        synchronized (issued) {
            return List.copyOf(issued);
        }
    }
}
