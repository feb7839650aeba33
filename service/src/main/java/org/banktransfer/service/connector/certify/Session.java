package org.banktransfer.service.connector.certify;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.http.HttpLine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;

/// One run of all cases: whom they speak to, and what the run has learned so far. Safe under
/// concurrency but for `lacks`, which the thread that goes through the cases keeps.
final class Session implements AutoCloseable {

    private static final Duration KEYS_WITHIN = Duration.ofSeconds(20);
    private static final Duration BETWEEN_KEYS = Duration.ofMillis(200);

    private final InstitutionSettings settings;
    private final TestCard card;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Wire wire;
    private final HttpLine line;
    private final Secrets secrets;
    private final Instant startedAt;
    private final Set<Lack> lacks = EnumSet.noneOf(Lack.class);

    /// What it said it paid, by the transfer.
    private final Map<TransferId, Paid> paid = new ConcurrentSkipListMap<>();

    private final Set<TransferId> putBack = ConcurrentHashMap.newKeySet();
    private final Set<TransferId> asked = ConcurrentHashMap.newKeySet();

    /// What told the card, and what did not say how long it was; each by its request's line.
    private final Set<String> telling = new ConcurrentSkipListSet<>();

    private final Set<String> endless = new ConcurrentSkipListSet<>();

    /// What a cash-out brought, by the answer to it.
    record Paid(long amountMinor, String reference) {}

    Session(
            InstitutionSettings settings,
            TestCard card,
            InstantSource clock,
            RandomGenerator chance) {
        this.settings = settings;
        this.card = card;
        this.clock = clock;
        this.chance = chance;
        wire = new Wire(settings);
        line = new HttpLine(settings, clock);
        secrets = new Secrets(card.card());
        startedAt = clock.instant();
    }

    /// Has the institution's keys, if cards go to it encrypted.
    boolean isReady() throws InterruptedException {
        var giveUpAt = clock.instant().plus(KEYS_WITHIN);
        line.upkeep();
        while (!line.isReady() && clock.instant().isBefore(giveUpAt)) {
            Thread.sleep(BETWEEN_KEYS);
            line.upkeep();
        }
        return line.isReady();
    }

    InstitutionSettings settings() {
        return settings;
    }

    TestCard card() {
        return card;
    }

    InstantSource clock() {
        return clock;
    }

    Wire wire() {
        return wire;
    }

    HttpLine line() {
        return line;
    }

    Secrets secrets() {
        return secrets;
    }

    Instant startedAt() {
        return startedAt;
    }

    Set<Lack> lacks() {
        return lacks;
    }

    Map<TransferId, Paid> paid() {
        return paid;
    }

    Set<TransferId> putBack() {
        return putBack;
    }

    /// The transfers of this run.
    Set<TransferId> asked() {
        return asked;
    }

    Set<String> telling() {
        return telling;
    }

    Set<String> endless() {
        return endless;
    }

    TransferId nextId() {
        return TransferId.next(clock, chance);
    }

    /// The body as the connector would send it.
    byte[] body(CashOutRequest request) {
        return line.body(request)
                .orElseThrow(() -> new IllegalStateException("there is no key, but was before"));
    }

    @Override
    public void close() {
        wire.close();
    }
}
