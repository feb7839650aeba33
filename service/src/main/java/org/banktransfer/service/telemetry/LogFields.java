package org.banktransfer.service.telemetry;

import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Step;
import org.banktransfer.transfer.StepObserver;
import org.slf4j.MDC;

/// Puts the transfer's id on everything that is logged on a driving thread, whoever logs it. Each
/// drive has a thread of its own, with which the field ends.
public final class LogFields implements StepObserver {

    @Override
    public void before(Drive drive, Step step) {
        MDC.put("transfer", drive.transfer().id().toString());
    }

    @Override
    public void answered(Drive drive, HistoryEntry entry) {}

    @Override
    public void recorded(Drive drive, HistoryEntry entry) {}
}
