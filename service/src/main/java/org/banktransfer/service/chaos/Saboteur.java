package org.banktransfer.service.chaos;

import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.chaos.Wire.State;
import org.banktransfer.service.postgres.trouble.Crowd;
import org.banktransfer.service.postgres.trouble.LedgerLock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Carries a schedule out: each strike on a thread of its own, at its time, and healed after its
/// time. Two strikes at one part never overlap; strikes at different parts do.
final class Saboteur {

    private static final double SOME = 0.4;
    private static final long TELLS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /// How long a cash-out is held: for longer than anybody waits before asking what became of it,
    /// and not until it expires.
    private static final int HELD_MILLIS = 12_000;

    private final Parts parts;
    private final Schedule schedule;
    private final Consumer<String> log;
    private final LongConsumer secondsPassed;
    private final Map<String, Lock> oneAtATime = new ConcurrentHashMap<>();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final Map<String, Integer> missed = new ConcurrentHashMap<>();

    /// Does the harm, and undoes it.
    private interface Harm {
        Healing inflict() throws InterruptedException;
    }

    private interface Healing {
        void heal() throws InterruptedException;
    }

    /// @param log is told of every strike as it happens
    /// @param secondsPassed is told how long it has been at work, several times a second
    Saboteur(Parts parts, Schedule schedule, Consumer<String> log, LongConsumer secondsPassed) {
        this.parts = parts;
        this.schedule = schedule;
        this.log = log;
        this.secondsPassed = secondsPassed;
    }

    /// Returns when the last strike is healed and every part is up.
    void run() throws InterruptedException {
        long startedAt = System.nanoTime();
        long endsAt = startedAt + schedule.length().toNanos();
        var threads = new ArrayList<Thread>();
        for (var strike : schedule.strikes()) {
            workUntil(startedAt, startedAt + strike.at().toNanos());
            threads.add(
                    Thread.ofVirtual().name(strike.name()).start(() -> carryOut(strike, endsAt)));
        }
        workUntil(startedAt, endsAt);
        for (var thread : threads) {
            thread.join();
        }
        parts.institution().noFaults();
        parts.institution().release();
    }

    /// Strikes that were carried out, by name.
    Map<String, Integer> done() {
        return new TreeMap<>(done);
    }

    /// Strikes that found their victim down already or not free in time, by name.
    Map<String, Integer> missed() {
        return new TreeMap<>(missed);
    }

    /// Tells the time while it waits.
    private void workUntil(long startedAt, long nanoTime) throws InterruptedException {
        for (long now; (now = System.nanoTime()) < nanoTime; ) {
            secondsPassed.accept(TimeUnit.NANOSECONDS.toSeconds(now - startedAt));
            sleepUntil(Math.min(nanoTime, now + TELLS_EVERY_NANOS));
        }
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
    }

    /// A strike that has waited for its victim past the end is left out, and no healing comes
    /// later.
    private void carryOut(Strike strike, long endsAt) {
        var lock = oneAtATime.computeIfAbsent(strike.target(), _ -> new ReentrantLock(true));
        lock.lock();
        try {
            if (System.nanoTime() >= endsAt) {
                missed.merge(strike.name(), 1, Integer::sum);
                return;
            }
            log.accept(strike.toString());
            var healing = harm(strike).inflict();
            done.merge(strike.name(), 1, Integer::sum);
            sleepUntil(Math.min(endsAt, System.nanoTime() + strike.lasting().toNanos()));
            healing.heal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            missed.merge(strike.name(), 1, Integer::sum);
            log.accept(strike.name() + " missed: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private Harm harm(Strike strike) {
        var target = strike.target();
        return switch (strike.kind()) {
            case KILL_NODE ->
                    () -> {
                        parts.killNode(target);
                        return () -> untilUp(() -> parts.restartNode(target, Duration.ZERO));
                    };
            case STOP_NODE ->
                    () -> {
                        parts.stopNode(target);
                        return () -> untilUp(() -> parts.restartNode(target, Duration.ZERO));
                    };
            case FREEZE_NODE ->
                    () -> {
                        parts.freezeNode(target);
                        return () -> parts.thawNode(target);
                    };
            case SKEW_NODE ->
                    () -> {
                        var offset = Duration.ofSeconds(Long.parseLong(strike.detail()));
                        parts.killNode(target);
                        untilUp(() -> parts.restartNode(target, offset));
                        return () -> {
                            parts.killNode(target);
                            untilUp(() -> parts.restartNode(target, Duration.ZERO));
                        };
                    };
            case KILL_INSTITUTION ->
                    () -> {
                        parts.killInstitution();
                        return () -> untilUp(parts::restartInstitution);
                    };
            case FREEZE_INSTITUTION ->
                    () -> {
                        parts.freezeInstitution();
                        return parts::thawInstitution;
                    };
            case KILL_POSTGRES ->
                    () -> {
                        parts.killPostgres();
                        return () -> untilUp(parts::restartPostgres);
                    };
            case QUIT_POSTGRES ->
                    () -> {
                        parts.quitPostgres();
                        return () -> untilUp(parts::restartPostgres);
                    };
            case RESTART_POSTGRES ->
                    () -> {
                        parts.stopPostgres();
                        return () -> untilUp(parts::restartPostgres);
                    };
            case FREEZE_POSTGRES ->
                    () -> {
                        var processes = parts.freezePostgres();
                        return () -> parts.thawPostgres(processes);
                    };
            case KILL_BACKEND ->
                    () -> {
                        parts.killBackend((int) strike.at().toMillis());
                        return () -> {};
                    };
            case FILL_POSTGRES ->
                    () -> {
                        var crowd = Crowd.at(parts.ledger());
                        parts.cutPools();
                        return crowd::close;
                    };
            case LOCK_LEDGER -> () -> LedgerLock.onDecisions(parts.ledger())::close;
            case CUT_WIRE -> wire(target, State.CUT);
            case STALL_WIRE -> wire(target, State.STALLED);
            case THROTTLE_WIRE -> wire(target, State.SLOW);
            case LOSE_ANSWERS ->
                    wire(
                            target,
                            target.endsWith("/store") || target.endsWith("/ledger")
                                    ? State.COMMITS_LOST
                                    : State.DEAF);
            case DIAL ->
                    () -> {
                        var lasting = (int) strike.lasting().toMillis();
                        parts.institution().faults(rules(strike.detail(), lasting));
                        return parts.institution()::noFaults;
                    };
        };
    }

    private Harm wire(String wire, State state) {
        return () -> {
            parts.set(wire, state);
            return () -> parts.set(wire, State.WHOLE);
        };
    }

    /// A part may find what it needs down, and is then started again, as its supervisor would.
    private void untilUp(Runnable start) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                start.run();
                return;
            } catch (RuntimeException e) {
                if (tries == 60) {
                    throw e;
                }
                log.accept("not up yet: " + e.getMessage());
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    /// Some requests of every kind, so that what the fault leaves behind meets requests that work.
    private static List<Map<String, Object>> rules(String fault, int lastingMillis) {
        return switch (fault) {
            case "delay", "delay_answer", "drip" -> List.of(some("any", fault, lastingMillis / 2));
            case "deliver_twice", "reverse_later" ->
                    List.of(some("any", fault, lastingMillis, "loss", "reset"));
            // Not the look-ups: who asks while a cash-out is held hears that it was never seen.
            case "hold" ->
                    List.of(
                            rule("cash_out", fault, "loss", "silence", "delay_ms", HELD_MILLIS),
                            some("reversal", fault, lastingMillis, "loss", "reset"));
            case "decline" -> List.of(some("cash_out", fault, 0));
            case "ignore_expiry" -> List.of(some("cash_out", fault, 0));
            case "refuse_reversal" -> List.of(some("reversal", fault, 0));
            case "stale" -> List.of(some("look_up", fault, 500));
            // Another id: a lie in the amount of a whole balance could not be found out by anybody.
            case "lie" -> List.of(some("any", fault, 0, "answer", Map.of("id", "tr_another")));
            case "drop_request", "drop_answer" -> List.of(some("any", fault, 0, "loss", "silence"));
            case "down" -> List.of(rule("any", fault));
            default -> List.of(some("any", fault, 0));
        };
    }

    private static Map<String, Object> some(
            String operation, String fault, int delayMillis, Object... more) {
        var made = rule(operation, fault, more);
        made.put("probability", SOME);
        if (delayMillis > 0) {
            made.put("delay_ms", delayMillis);
        }
        return made;
    }
}
