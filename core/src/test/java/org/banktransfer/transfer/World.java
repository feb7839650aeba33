package org.banktransfer.transfer;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.Institutions;
import org.banktransfer.transfer.Transfer.Wish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The whole world of one transfer in memory: our side, an institution, a ledger and a clock.
final class World {

    static final EngineSettings SETTINGS = EngineSettings.defaults("node-1");
    static final int STEPS_MAX = 200;
    private static final int ROUNDS_MAX = 200;

    final FakeClock clock = new FakeClock();
    final FakeInstitution institution;
    final FakeLedger ledger;
    final FakeStore store;
    final TransferEngine engine;
    final Redemption redemption;
    private final RandomGenerator chance = new SplittableRandom(7);

    World(Fate fate) {
        this(fate, CapabilitySheet.FULL, SETTINGS);
    }

    World(Fate fate, CapabilitySheet sheet, EngineSettings settings) {
        this(fate, sheet, settings, _ -> StepObserver.NONE);
    }

    World(
            Fate fate,
            CapabilitySheet sheet,
            EngineSettings settings,
            Function<InstantSource, StepObserver> observer) {
        institution = new FakeInstitution(sheet, clock, fate);
        ledger = new FakeLedger(fate);
        store = new FakeStore(fate);
        var institutions = new Institutions(List.of(institution));
        engine =
                new TransferEngine(
                        store,
                        ledger,
                        institutions,
                        settings,
                        clock,
                        chance,
                        observer.apply(clock));
        redemption =
                new Redemption(
                        store,
                        ledger,
                        institutions,
                        engine,
                        settings,
                        new PinPolicy(3, Duration.ofHours(1)),
                        clock,
                        chance);
    }

    RedeemAnswer redeem(Wish wish) {
        return redemption.redeem(wish, Wishes.CARD);
    }

    Drive begin(Wish wish) {
        return switch (redeem(wish)) {
            case RedeemAnswer.Begun(var drive) -> drive;
            case RedeemAnswer other -> throw new AssertionError(other.toString());
        };
    }

    /// Runs a drive to its end, letting time pass where it has to wait.
    Drive run(Drive drive) {
        var last = drive;
        for (int steps = 0; !last.isOver(); steps++) {
            if (steps == STEPS_MAX) {
                throw new AssertionError("goes round in circles: " + last);
            }
            clock.passUntil(last.notBefore());
            last = engine.advance(last);
        }
        store.write();
        return last;
    }

    /// Claims the transfer as soon as that is possible.
    Drive takeOver(Transfer transfer) {
        clock.passUntil(store.dueAt(transfer.id()));
        var claim = ClaimToken.next(chance);
        var until = clock.instant().plus(SETTINGS.claimFor());
        var claimed = store.claimDue(Wishes.SANDBOX, clock.instant(), claim, until, 1);
        return engine.resume(claimed.getFirst(), claim);
    }

    /// Runs rounds of recovery until the transfer is final in the store.
    Transfer recover(Transfer transfer) {
        store.write();
        for (int round = 0; !store.stored(transfer.id()).isFinal(); round++) {
            if (round == ROUNDS_MAX) {
                throw new AssertionError("not settled: " + store.stored(transfer.id()));
            }
            run(takeOver(transfer));
        }
        return store.stored(transfer.id());
    }

    List<String> steps(Transfer transfer) {
        return store.history(transfer.id()).stream()
                .map(entry -> entry.step() + " " + entry.outcome())
                .toList();
    }
}
