package org.banktransfer.transfer;

/// Sees every step of every drive: metrics, traces and tests that stop a process between two steps.
/// Called on the driving thread; must be safe under concurrency and must not throw.
public interface StepObserver {

    StepObserver NONE =
            new StepObserver() {
                @Override
                public void before(Drive drive, Step step) {}

                @Override
                public void answered(Drive drive, HistoryEntry entry) {}

                @Override
                public void recorded(Drive drive, HistoryEntry entry) {}
            };

    /// The step has been looked up; nothing of it has been done.
    ///
    /// @param drive the run that owes the step; its claim tells it from any other run
    void before(Drive drive, Step step);

    /// The step's answer is in memory; nothing of it has been handed to the store.
    ///
    /// @param drive the same run, with the answer among what it knows
    void answered(Drive drive, HistoryEntry entry);

    /// The answer has been handed to the store, which writes it soon.
    ///
    /// @param drive as in `answered`
    void recorded(Drive drive, HistoryEntry entry);
}
