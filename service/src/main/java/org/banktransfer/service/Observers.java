package org.banktransfer.service;

import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;

import java.util.List;

/// Several observers as one, told in order.
record Observers(List<StepObserver> inOrder) implements StepObserver {

    Observers {
        inOrder = List.copyOf(inOrder);
    }

    @Override
    public void before(Drive drive, Step step) {
        inOrder.forEach(observer -> observer.before(drive, step));
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {
        inOrder.forEach(observer -> observer.answered(drive, entry));
    }

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {
        inOrder.forEach(observer -> observer.recorded(drive, entry));
    }
}
