package org.banktransfer.service;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Stops drives at named points between two steps and never lets them go, so that a test can kill
/// the process exactly there. Set by the system property `banktransfer.pause-at`, which no setting
/// reaches: a list of points with commas between them, such as `before:credit`, `answered:cash_out`
/// or `recorded:close`. Each holds the first drive that comes to it, and no other; a point that is
/// listed twice holds two. `before:credit:tr_…` waits for that one transfer.
///
/// `before`: looked up, nothing done. `answered`: the other side has done it and we have heard,
/// nothing is handed to the store. `recorded`: handed to the store, perhaps not written yet.
final class Checkpoint implements StepObserver {

    private static final String PROPERTY = "banktransfer.pause-at";

    /// The points that hold nobody yet. Whoever takes a point off the list stays there.
    private final List<String> free;

    private Checkpoint(List<String> points) {
        free = new CopyOnWriteArrayList<>(points);
    }

    static Optional<StepObserver> fromSystemProperty() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(points -> new Checkpoint(List.of(points.split(","))));
    }

    @Override
    public void before(Drive drive, Step step) {
        pauseIf("before:" + step.word(), drive.transfer().id());
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        pauseIf("answered:" + entry.step(), entry.id());
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {
        pauseIf("recorded:" + entry.step(), entry.id());
    }

    private void pauseIf(String here, TransferId id) {
        if (free.remove(here + ":" + id) || free.remove(here)) {
            System.out.println("paused at " + here + " " + id);
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
