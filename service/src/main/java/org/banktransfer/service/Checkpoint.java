package org.banktransfer.service;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.Transfer;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Stops the first drive that comes to a named point between two steps and never lets it go, so
/// that a test can kill the process exactly there. Set by the system property
/// `banktransfer.pause-at`, which no setting reaches: `before:credit`, `answered:cash_out`,
/// `recorded:close`.
///
/// `before`: looked up, nothing done. `answered`: the other side has done it and we have heard,
/// nothing is handed to the store. `recorded`: handed to the store, perhaps not written yet.
final class Checkpoint implements StepObserver {

    private static final String PROPERTY = "banktransfer.pause-at";

    private final String point;

    private Checkpoint(String point) {
        this.point = point;
    }

    static Optional<StepObserver> fromSystemProperty() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Checkpoint::new);
    }

    @Override
    public void before(Transfer transfer, Step step) {
        pauseIf("before:" + step.word(), transfer.id());
    }

    @Override
    public void answered(HistoryEntry entry) {
        pauseIf("answered:" + entry.step(), entry.id());
    }

    @Override
    public void recorded(HistoryEntry entry) {
        pauseIf("recorded:" + entry.step(), entry.id());
    }

    private void pauseIf(String here, TransferId id) {
        if (here.equals(point)) {
            System.out.println("paused at " + here + " " + id);
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
