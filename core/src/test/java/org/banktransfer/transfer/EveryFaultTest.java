package org.banktransfer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.transfer.Choices.Event.CRASH;
import static org.banktransfer.transfer.Choices.Event.CRASH_AFTER_WRITING;
import static org.banktransfer.transfer.Choices.Event.HANG;
import static org.banktransfer.transfer.Choices.Event.LATE_ARRIVAL;
import static org.banktransfer.transfer.Choices.Event.PATIENCE_ENDS;
import static org.banktransfer.transfer.Choices.Event.ZOMBIE_STEP;

import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.banktransfer.transfer.Choices.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Deque;
import java.util.List;

/// Every way one transfer can go with up to three things going wrong: any call refused or lost on
/// its way there or back, a cash-out that arrives late, a crash or a hang after any step, the hung
/// node going on at any later time, patience running out. What the protocol promises is looked at
/// after every step, and at the end when all is quiet.
class EveryFaultTest {

    private static final int FAULTS_MAX = 3;
    private static final RequestedAmount EXACTLY = new Exactly(Wishes.AMOUNT);

    enum Sheet {
        FULL(true, true, true, true),
        NO_LOOK_UP(false, true, true, true),
        NO_DEDUPLICATION(true, false, true, true),
        NO_TOMBSTONES(true, true, false, true),
        NO_TOMBSTONES_AND_NO_EXPIRY(true, true, false, false),
        NOTHING(false, false, false, false);

        private final boolean looksUp;
        private final boolean dedupes;
        private final boolean tombstones;
        private final boolean honoursValidUntil;

        Sheet(boolean looksUp, boolean dedupes, boolean tombstones, boolean honoursValidUntil) {
            this.looksUp = looksUp;
            this.dedupes = dedupes;
            this.tombstones = tombstones;
            this.honoursValidUntil = honoursValidUntil;
        }

        CapabilitySheet can() {
            return new CapabilitySheet(
                    looksUp,
                    dedupes ? Duration.ofDays(1) : Duration.ZERO,
                    tombstones,
                    honoursValidUntil,
                    true,
                    Duration.ofDays(1),
                    FakeInstitution.LONGEST_DELAY,
                    1_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Sheet.class)
    void no_money_is_lost_or_made_up_and_nobody_is_told_what_is_not_true(Sheet sheet) {
        every(sheet, EXACTLY);
    }

    @Test
    void the_same_holds_for_a_whole_balance() {
        every(Sheet.FULL, new WholeBalance(Currency.getInstance("USD")));
    }

    private static void every(Sheet sheet, RequestedAmount amount) {
        var choices = new Choices(FAULTS_MAX);
        int runs = 0;
        do {
            try {
                new Run(choices, sheet.can(), amount).go();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(sheet + " " + choices + ": " + e, e);
            }
            runs++;
        } while (choices.next());
        assertThat(runs).as("enough was tried").isGreaterThan(1_000);
    }

    /// One way for one transfer to go.
    private static final class Run {

        private final Choices choices;
        private final World world;
        private final Transfer transfer;
        private final Deque<Drive> zombies = new ArrayDeque<>();
        private final List<TransferState> told = new ArrayList<>();
        private Drive drive;
        private int steps;

        Run(Choices choices, CapabilitySheet sheet, RequestedAmount amount) {
            this.choices = choices;
            world = new World(choices, sheet, World.SETTINGS);
            drive = world.begin(Wishes.wish("k1", amount));
            transfer = drive.transfer();
        }

        void go() {
            while (!isRecordedAsFinal() || !drive.isOver()) {
                happen(choices.event(possibleEvents()));
                if (!drive.isOver()) {
                    drive = step(drive);
                } else if (!isRecordedAsFinal()) {
                    world.store.write();
                    if (!isRecordedAsFinal()) {
                        drive = world.takeOver(transfer);
                    }
                }
                check();
            }
            quiet();
        }

        private List<Event> possibleEvents() {
            var possible = new ArrayList<>(List.of(CRASH, CRASH_AFTER_WRITING, HANG));
            if (!zombies.isEmpty()) {
                possible.add(ZOMBIE_STEP);
            }
            if (world.institution.hasLateRequests()) {
                possible.add(LATE_ARRIVAL);
            }
            possible.add(PATIENCE_ENDS);
            return possible;
        }

        private void happen(Event event) {
            switch (event) {
                case NOTHING -> {}
                case CRASH -> {
                    world.store.loseUnwritten();
                    takeOver();
                }
                case CRASH_AFTER_WRITING -> {
                    world.store.write();
                    takeOver();
                }
                case HANG -> {
                    zombies.add(drive);
                    takeOver();
                }
                case ZOMBIE_STEP -> zombieStep();
                case LATE_ARRIVAL -> world.institution.deliverLateRequests();
                case PATIENCE_ENDS -> world.clock.pass(World.SETTINGS.patience());
            }
        }

        private void takeOver() {
            if (!isRecordedAsFinal()) {
                drive = world.takeOver(transfer);
            }
        }

        private void zombieStep() {
            var zombie = zombies.remove();
            if (!zombie.isOver()) {
                zombies.add(step(zombie));
            }
        }

        private Drive step(Drive before) {
            must(steps++ < World.STEPS_MAX, "every run comes to an end");
            world.clock.passUntil(before.notBefore());
            var after = world.engine.advance(before);
            tell(after.transfer());
            return after;
        }

        /// A final state is told to whoever waits, as soon as a run has it.
        private void tell(Transfer now) {
            if (now.isFinal() && !told.contains(now.state())) {
                told.add(now.state());
            }
        }

        /// All that is still on its way arrives, and whoever hung goes on to the end.
        private void quiet() {
            world.institution.deliverLateRequests();
            check();
            while (zombies.stream().anyMatch(zombie -> !zombie.isOver())) {
                zombieStep();
                check();
            }
            world.recover(transfer);
            check();
            boolean credited = world.ledger.decision(transfer.id()) instanceof Credited;
            boolean completed =
                    world.store.stored(transfer.id()).state() instanceof TransferState.Completed;
            must(credited == completed, "the record says what the ledger decided");
            must(
                    world.institution.cardMinor + world.ledger.creditedMinor()
                            == FakeInstitution.OPENING,
                    "the card and the customer together have what there was");
            must(world.ledger.inTransitMinor() == 0, "nothing is in transit");
        }

        private boolean isRecordedAsFinal() {
            return world.store.stored(transfer.id()).isFinal();
        }

        private void check() {
            var decision = world.ledger.decision(transfer.id());
            long paid = world.institution.paidMinor(transfer.id());
            long card = world.institution.cardMinor;
            must(card >= 0 && card == FakeInstitution.OPENING - paid, "the card paid at most once");
            if (decision instanceof Credited(Money amount)) {
                must(paid == amount.minor(), "credited only what was paid");
            }
            if (world.institution.isShut(transfer.id())) {
                must(decision instanceof Voided, "reversed only what was voided");
            }
            tell(world.store.stored(transfer.id()).asDecided(decision));
            told.forEach(this::checkIsTrue);
            must(told.size() <= 1, "told the same end every time");
        }

        private void checkIsTrue(TransferState state) {
            switch (state) {
                case TransferState.Completed(var amount) ->
                        must(
                                world.ledger.decision(transfer.id()).equals(new Credited(amount)),
                                "completed means credited");
                case TransferState.Declined _, TransferState.Reversed _ ->
                        must(
                                world.ledger.creditedMinor() == 0
                                        && world.institution.paidMinor(transfer.id()) == 0,
                                "declined and reversed mean that the card is whole");
                case TransferState.Pending _, TransferState.Reversing _ ->
                        throw new AssertionError(state + " is not final");
            }
        }

        private void must(boolean holds, String promise) {
            if (!holds) {
                throw new AssertionError("broken: " + promise + "; " + world.steps(transfer));
            }
        }
    }
}
