package org.banktransfer.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.banktransfer.bench.load.Accounts;
import org.banktransfer.bench.load.Seats;
import org.banktransfer.bench.measured.Cpu;
import org.banktransfer.bench.measured.NodeMetrics;
import org.banktransfer.bench.measured.Postgres;
import org.banktransfer.bench.measured.Snapshot;
import org.banktransfer.bench.report.Measurement;
import org.banktransfer.bench.report.Percentiles;
import org.banktransfer.bench.report.Report.Audited;
import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Institutions;
import org.banktransfer.institution.Pin;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.service.LiveAudit;
import org.banktransfer.service.http.CardFingerprints;
import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.DatabaseSettings;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.transfer.EngineSettings;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.RedeemAnswer;
import org.banktransfer.transfer.Redemption;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.Transfer.Wish;
import org.banktransfer.transfer.TransferEngine;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// Engine and stores alone: customers are threads of this process, the institution is an object,
/// and only PostgreSQL is another process. Nothing is spoken over HTTP, no token is checked, and no
/// desk stands between a customer and the engine.
final class InProcess {

    private static final Currency USD = Currency.getInstance("USD");

    /// Status writes lag behind; nothing else is open at the end.
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);

    private static final long FIRST_CARD = 6_039_000_000_000_000L;

    private final Database store;
    private final Database ledger;
    private final long postmaster;
    private final int accounts;
    private final int cards;
    private final PrintStream log;

    private final LongAdder done = new LongAdder();
    private final LongAdder other = new LongAdder();
    private final AtomicReference<String> firstOther = new AtomicReference<>("");

    InProcess(
            Database store,
            Database ledger,
            long postmaster,
            int accounts,
            int cards,
            PrintStream log) {
        this.store = store;
        this.ledger = ledger;
        this.postmaster = postmaster;
        this.accounts = accounts;
        this.cards = cards;
        this.log = log;
    }

    record Result(Measurement measurement, Audited audited) {}

    /// @param callers customers at once
    Result measure(int callers, Duration latency, Duration warmUp, Duration measured)
            throws InterruptedException {
        var chance = new SecureRandom();
        var clock = InstantSource.system();
        var startedAt = Instant.now();
        var institutions = new Institutions(List.of(new Approver(latency)));
        try (var stores =
                        PostgresStores.open(
                                store,
                                ledger,
                                new CreditRules(CreditRules.Limits.NONE),
                                DatabaseSettings.DEFAULTS,
                                chance);
                var figures = new Postgres(store, ledger)) {
            var settings = EngineSettings.defaults("bench");
            var engine =
                    new TransferEngine(
                            stores.transfers(),
                            stores.ledger(),
                            institutions,
                            settings,
                            clock,
                            chance,
                            StepObserver.NONE);
            var redemption =
                    new Redemption(
                            stores.transfers(),
                            stores.ledger(),
                            institutions,
                            engine,
                            settings,
                            new PinPolicy(5, Duration.ofMinutes(15)),
                            clock,
                            chance);
            Accounts.open(ledger.service(), accounts);
            var wishes = new Wishes(chance);
            var latencies = new ConcurrentHistogram(3);
            var processes = new LinkedHashMap<String, DoubleSupplier>();
            processes.put("engine and customers", Cpu::ours);
            processes.put("postgres", () -> Cpu.ofFamily(postmaster));
            long from = System.nanoTime() + warmUp.toNanos();
            long to = from + measured.toNanos();
            Snapshot before;
            Snapshot after;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < callers; i++) {
                    threads.execute(() -> {
                        while (System.nanoTime() < to) {
                            redeem(redemption, engine, wishes, from, to, latencies);
                        }
                    });
                }
                progressUntil(from);
                before = Snapshot.take(processes, figures, ours());
                long doneBefore = done.sum();
                progressUntil(to);
                after = Snapshot.take(processes, figures, ours());
                log.println("in process: " + (done.sum() - doneBefore) + " transfers");
            }
            figures.awaitSettled(SETTLED_WITHIN);
            var audit = LiveAudit.of(stores, institutions, List.of(), startedAt, _ -> {});
            return new Result(
                    measurement(callers, latency, latencies, figures, before, after),
                    Scenarios.audited("in process", audit));
        }
    }

    private Measurement measurement(
            int callers,
            Duration latency,
            Histogram latencies,
            Postgres figures,
            Snapshot before,
            Snapshot after) {
        long from = before.at().toEpochMilli() * 1000;
        long to = after.at().toEpochMilli() * 1000;
        long settled = 0;
        var settlement = new Histogram(3);
        for (var each : figures.completed(before.at().minusSeconds(60), after.at())) {
            if (each.settledMicros() >= from && each.settledMicros() < to) {
                settled++;
                settlement.recordValue(each.took());
            }
        }
        var byName = new LinkedHashMap<String, Percentiles>();
        byName.put("answer", Percentiles.of(latencies));
        byName.put("until settled", Percentiles.of(settlement));
        var more = new LinkedHashMap<String, Object>();
        more.put("institution_latency_ms", latency.toMillis());
        if (other.sum() > 0) {
            more.put("otherwise_answered", other.sum() + ", first: " + firstOther.get());
        }
        return new Measurement(
                "in process",
                "closed loop, " + callers + " threads",
                0,
                settled,
                "transfers",
                new TreeMap<>(),
                0,
                byName,
                after.since(before),
                more);
    }

    private void redeem(
            Redemption redemption,
            TransferEngine engine,
            Wishes wishes,
            long from,
            long to,
            Histogram latencies) {
        int card = wishes.card();
        long startedAt = System.nanoTime();
        switch (redemption.redeem(wishes.of(card), wishes.cardInHand(card))) {
            case RedeemAnswer.Begun(var begun) -> {
                var drive = begun;
                while (!drive.isOver()) {
                    drive = engine.advance(drive);
                }
                long now = System.nanoTime();
                if (now >= from && now < to) {
                    latencies.recordValue((now - startedAt) / 1000);
                }
                done.increment();
            }
            case RedeemAnswer answer -> {
                other.increment();
                firstOther.compareAndSet("", answer.toString());
            }
        }
    }

    private void progressUntil(long endNanos) throws InterruptedException {
        long before = done.sum();
        while (true) {
            long left = endNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, 1_000_000_000)));
            log.println("in process: " + (done.sum() - before) + "/s");
            before = done.sum();
        }
    }

    private static NodeMetrics ours() {
        double millis = 0;
        double count = 0;
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            millis += collector.getCollectionTime();
            count += collector.getCollectionCount();
        }
        return new NodeMetrics(
                Map.of(
                        "jvm_gc_pause_seconds_sum",
                        millis / 1000,
                        "jvm_gc_pause_seconds_count",
                        count));
    }

    /// What the customers wish, a card at a time, each card again after all the others. Safe under
    /// concurrency.
    private final class Wishes {

        private final AtomicInteger nextCard = new AtomicInteger();
        private final AtomicLong lastKey = new AtomicLong();
        private final CardFingerprints fingerprints;

        private Wishes(SecureRandom chance) {
            var key = new byte[32];
            chance.nextBytes(key);
            fingerprints = new CardFingerprints(key);
        }

        private int card() {
            return nextCard.getAndUpdate(card -> (card + 1) % cards);
        }

        private Card cardInHand(int card) {
            return new Card(new CardNumber(Long.toString(FIRST_CARD + card)), new Pin(Seats.PIN));
        }

        private Wish of(int card) {
            int account = card % accounts;
            var number = new CardNumber(Long.toString(FIRST_CARD + card));
            return new Wish(
                    new CustomerId(Seats.customer(account)),
                    new IdempotencyKey("key-" + lastKey.incrementAndGet()),
                    new AccountId(Seats.account(account)),
                    Approver.NAME,
                    fingerprints.of(Approver.NAME, number),
                    number.last4(),
                    new RequestedAmount.Exactly(new Money(Seats.AMOUNT_MINOR, USD)));
        }
    }
}
