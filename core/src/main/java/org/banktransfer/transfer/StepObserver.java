package org.banktransfer.transfer;

/// Sees every step of every drive: metrics, traces and tests that stop a process between two steps.
/// Called on the driving thread; must be safe under concurrency and must not throw.
public interface StepObserver {

    StepObserver NONE =
            new StepObserver() {
                @Override
                public void before(Transfer transfer, Step step) {}

                @Override
                public void answered(HistoryEntry entry) {}

                @Override
                public void recorded(HistoryEntry entry) {}
            };

    /// The step has been looked up; nothing of it has been done.
    void before(Transfer transfer, Step step);

    /// The step's answer is in memory; nothing of it has been handed to the store.
    void answered(HistoryEntry entry);

    /// The answer has been handed to the store, which writes it soon.
    void recorded(HistoryEntry entry);
}
