package org.banktransfer.simulation.world;

import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;

/// Counts the rows of the decision table, tells the story, and passes on to whoever else listens.
final class Watcher implements StepObserver {

    private final World world;
    private final String process;
    private final StepObserver next;

    Watcher(World world, String process, StepObserver next) {
        this.world = world;
        this.process = process;
        this.next = next;
    }

    @Override
    public void before(Drive drive, Step step) {
        world.story().isAbout(drive.transfer().wish().card());
        boolean isByTable =
                !(step instanceof Step.Park(var why) && why == ParkReason.BROKEN_INVARIANT);
        if (isByTable) {
            var row = Row.of(drive, step);
            if (!row.owes(step)) {
                throw new Violation(
                        "each step is owed by a row of the table", step + " by " + row.words());
            }
            world.coverage().took(row);
        }
        if (world.story().isTold()) {
            world.story()
                    .tell(
                            process,
                            "%s  [%s]"
                                    .formatted(step, world.story().nameOf(drive.transfer().id())));
        }
        world.fold(step.word());
        next.before(drive, step);
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        world.story().isAbout(drive.transfer().wish().card());
        if (world.story().isTold()) {
            world.story()
                    .tell(
                            process,
                            "%s → %s %s  [%s]"
                                    .formatted(
                                            entry.step(),
                                            entry.outcome(),
                                            entry.detail(),
                                            world.story().nameOf(entry.id())));
        }
        world.fold(entry.outcome());
        next.answered(drive, entry);
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {
        next.recorded(drive, entry);
    }
}
