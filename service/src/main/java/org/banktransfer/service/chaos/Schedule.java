package org.banktransfer.service.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What the saboteur will do and when: the same for the same seed and length. Every kind comes once
/// before any comes again. What the parts are doing at that moment is not in it, so two runs of one
/// seed strike the same blows at different victims.
///
/// @param strikes in the order of their times; all are over by the end
record Schedule(long seed, Duration length, List<Strike> strikes) {

    static final List<String> NODES = List.of("node-1", "node-2");
    static final String INSTITUTION = "institution";
    static final String POSTGRES = "postgres";
    static final String DIAL = "dial";

    /// From each node, by what is at the other end.
    static final List<String> WIRES = List.of("customers", "institution", "store", "ledger");

    /// All that an honest institution in trouble may do. Of the sandbox's dial these are missing:
    /// `forget_id` and `forget_tombstone`, with which it breaks what its capability sheet promises.
    static final List<String> FAULTS =
            List.of(
                    "delay",
                    "delay_answer",
                    "drop_request",
                    "drop_answer",
                    "reset",
                    "down",
                    "error_before",
                    "error_after",
                    "bare_404",
                    "garbage",
                    "truncate",
                    "drip",
                    "flood",
                    "lie",
                    "hold",
                    "deliver_twice",
                    "decline",
                    "ignore_expiry",
                    "reverse_later",
                    "refuse_reversal",
                    "stale");

    /// Between the starts of two strikes, on average.
    private static final Duration GAP = Duration.ofSeconds(1);

    private static final Duration QUIET_START = Duration.ofSeconds(1);
    private static final int SKEW_SECONDS_MAX = 8;

    Schedule {
        strikes = List.copyOf(strikes);
    }

    private record Choice(Sabotage kind, String where) {}

    /// @param length more than ten seconds
    static Schedule of(long seed, Duration length) {
        var chance = new Random(seed);
        var strikes = new ArrayList<Strike>();
        var freeAt = new HashMap<String, Duration>();
        Queue<Choice> bag = new ArrayDeque<>();
        var at = QUIET_START;
        while (at.compareTo(length) < 0) {
            if (bag.isEmpty()) {
                bag.addAll(shuffled(chance));
            }
            var choice = bag.remove();
            var strike = strike(choice, at, freeAt, chance);
            if (strike.end().compareTo(length) <= 0) {
                strikes.add(strike);
                freeAt.put(strike.target(), strike.end());
            }
            at = at.plusMillis(chance.nextLong(GAP.toMillis() / 2, GAP.toMillis() * 3 / 2));
        }
        strikes.sort(Comparator.comparing(Strike::at));
        return new Schedule(seed, length, strikes);
    }

    private static List<Choice> shuffled(Random chance) {
        var all = new ArrayList<Choice>();
        for (var kind : Sabotage.values()) {
            switch (kind) {
                case CUT_WIRE, STALL_WIRE, THROTTLE_WIRE, LOSE_ANSWERS ->
                        WIRES.forEach(wire -> all.add(new Choice(kind, wire)));
                case DIAL -> FAULTS.forEach(fault -> all.add(new Choice(kind, fault)));
                default -> all.add(new Choice(kind, ""));
            }
        }
        Collections.shuffle(all, chance);
        return all;
    }

    private static Strike strike(
            Choice choice, Duration at, Map<String, Duration> freeAt, RandomGenerator chance) {
        var node = NODES.get(chance.nextInt(NODES.size()));
        var target =
                switch (choice.kind()) {
                    case KILL_NODE, STOP_NODE, FREEZE_NODE, SKEW_NODE -> node;
                    case KILL_INSTITUTION, FREEZE_INSTITUTION -> INSTITUTION;
                    case KILL_POSTGRES,
                            QUIT_POSTGRES,
                            RESTART_POSTGRES,
                            FREEZE_POSTGRES,
                            KILL_BACKEND,
                            FILL_POSTGRES,
                            LOCK_LEDGER ->
                            POSTGRES;
                    case CUT_WIRE, STALL_WIRE, THROTTLE_WIRE, LOSE_ANSWERS ->
                            node + "/" + choice.where();
                    case DIAL -> DIAL;
                };
        var free = freeAt.getOrDefault(target, Duration.ZERO);
        return new Strike(
                free.compareTo(at) > 0 ? free : at,
                choice.kind(),
                target,
                lasting(choice.kind(), chance),
                detail(choice, chance));
    }

    private static Duration lasting(Sabotage kind, RandomGenerator chance) {
        return switch (kind) {
            case KILL_NODE, STOP_NODE, KILL_INSTITUTION -> millis(200, 2500, chance);
            case KILL_POSTGRES, QUIT_POSTGRES, RESTART_POSTGRES -> millis(100, 2500, chance);
            case KILL_BACKEND -> millis(50, 200, chance);
            case FREEZE_NODE -> millis(500, 8000, chance);
            case SKEW_NODE -> millis(4000, 10_000, chance);
            case FREEZE_INSTITUTION, FREEZE_POSTGRES, FILL_POSTGRES, LOCK_LEDGER ->
                    millis(500, 5000, chance);
            case CUT_WIRE, STALL_WIRE, THROTTLE_WIRE, LOSE_ANSWERS -> millis(500, 7000, chance);
            case DIAL -> millis(1000, 3000, chance);
        };
    }

    private static Duration millis(int from, int to, RandomGenerator chance) {
        return Duration.ofMillis(chance.nextInt(from, to));
    }

    private static String detail(Choice choice, RandomGenerator chance) {
        return switch (choice.kind()) {
            case DIAL -> choice.where();
            case SKEW_NODE -> {
                int seconds = chance.nextInt(1, SKEW_SECONDS_MAX + 1);
                yield Integer.toString(chance.nextBoolean() ? seconds : -seconds);
            }
            default -> "";
        };
    }
}
