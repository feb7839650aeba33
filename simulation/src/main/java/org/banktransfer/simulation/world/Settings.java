package org.banktransfer.simulation.world;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.transfer.Backoff;
import org.banktransfer.transfer.EngineSettings;
import org.banktransfer.transfer.PinPolicy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The times and limits of one world: the service's own, or tighter ones that bring more of what is
/// rare.
final class Settings {

    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// Of reversals: shorter than some of them take.
    private static final Duration WINDOW = Duration.ofSeconds(90);

    /// Institutions of every make: with tombstones and without, with look-ups and without.
    private static final List<CapabilitySheet> SHEETS =
            List.of(
                    CapabilitySheet.FULL,
                    sheet(true, FOR_EVER, true, true, false, WINDOW, HOUR),
                    sheet(true, FOR_EVER, false, true, false, FOR_EVER, HOUR),
                    sheet(
                            true,
                            HOUR.multipliedBy(2),
                            false,
                            false,
                            true,
                            FOR_EVER,
                            MINUTE.multipliedBy(5)),
                    sheet(false, Duration.ZERO, true, true, false, HOUR, HOUR),
                    sheet(false, Duration.ofSeconds(30), false, true, true, FOR_EVER, HOUR),
                    sheet(true, MINUTE.multipliedBy(10), true, false, false, HOUR, MINUTE),
                    sheet(true, Duration.ZERO, false, false, false, WINDOW, MINUTE));

    private static final EngineSettings DEFAULTS = EngineSettings.defaults("node");

    /// Little patience, and claims that run out before an answer is there.
    private static final EngineSettings HASTY =
            new EngineSettings(
                    "node",
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(300),
                    new Backoff(Duration.ofMillis(5), Duration.ofMillis(500)),
                    new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5)),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1));

    private static final List<CreditRules> RULES =
            List.of(
                    new CreditRules(Limits.NONE),
                    new CreditRules(
                            new Limits(
                                    Map.of(Population.USD, 9_000L),
                                    Map.of(Population.USD, 30_000L, Population.EUR, 20_000L),
                                    12,
                                    2,
                                    HOUR)));

    private static final List<PinPolicy> PINS =
            List.of(
                    new PinPolicy(3, Duration.ofMinutes(15)),
                    new PinPolicy(1, Duration.ofMinutes(2)));

    private final EngineSettings usual;
    private final CreditRules rules;
    private final PinPolicy pins;
    private final int recoveryDrives;
    private final long[] longTimes;

    Settings(Tape tape) {
        usual = tape.pick(2) == 0 ? DEFAULTS : HASTY;
        rules = RULES.get(tape.pick(RULES.size()));
        pins = PINS.get(tape.pick(PINS.size()));
        recoveryDrives = 64 >> (3 * tape.pick(3));
        long claim = usual.claimFor().toNanos();
        long patience = usual.patience().toNanos();
        longTimes = new long[] {claim / 2, claim * 3 / 2, patience / 3, patience * 11 / 10};
    }

    CreditRules rules() {
        return rules;
    }

    PinPolicy pins() {
        return pins;
    }

    /// How many transfers one recovery loop drives side by side.
    int recoveryDrives() {
        return recoveryDrives;
    }

    /// Times in which much else happens: from a part of a claim to all patience.
    long[] longTimes() {
        return longTimes;
    }

    static CapabilitySheet sheet(Tape tape) {
        return SHEETS.get(tape.pick(SHEETS.size()));
    }

    private static CapabilitySheet sheet(
            boolean looksUp,
            Duration dedupesFor,
            boolean tombstones,
            boolean honoursValidUntil,
            boolean reversesSynchronously,
            Duration reversalWindow,
            Duration longestDelay) {
        return new CapabilitySheet(
                looksUp,
                dedupesFor,
                tombstones,
                honoursValidUntil,
                reversesSynchronously,
                reversalWindow,
                longestDelay,
                60_000);
    }

    EngineSettings of(String node) {
        return new EngineSettings(
                node,
                usual.cashOutWithin(),
                usual.validFor(),
                usual.patience(),
                usual.claimFor(),
                usual.repeat(),
                usual.retry(),
                usual.parkedRetry(),
                usual.clockSkew(),
                usual.closeWithin());
    }

    Duration claimFor() {
        return usual.claimFor();
    }

    /// How far a clock is ahead of the world's: behind it if negative. No two differ by more than
    /// the settings allow for, and some by exactly that.
    long clockAhead(Tape tape, Coverage coverage) {
        long most = usual.clockSkew().toNanos() / 2;
        long ahead =
                switch (tape.pick(4)) {
                    case 1 -> most;
                    case 2 -> -most;
                    case 3 -> most / 16 * (tape.pick(31) - 15);
                    default -> 0;
                };
        if (ahead != 0) {
            coverage.met(FaultKind.CLOCKS_DIFFER);
        }
        return ahead;
    }
}
