package org.banktransfer.service;

import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.Transfer;

import java.util.List;

/// Several observers as one, told in order.
record Observers(List<StepObserver> inOrder) implements StepObserver {

    Observers {
        inOrder = List.copyOf(inOrder);
    }

    @Override
    public void before(Transfer transfer, Step step) {
        inOrder.forEach(observer -> observer.before(transfer, step));
    }

    @Override
    public void answered(HistoryEntry entry) {
        inOrder.forEach(observer -> observer.answered(entry));
    }

    @Override
    public void recorded(HistoryEntry entry) {
        inOrder.forEach(observer -> observer.recorded(entry));
    }
}
