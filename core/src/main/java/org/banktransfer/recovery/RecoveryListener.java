package org.banktransfer.recovery;

import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;

/// Hears how each drive of recovery ended: for logs, and for customers who wait. Called on the
/// driving thread; must be safe under concurrency and must not throw.
public interface RecoveryListener {

    /// The drive is over: the transfer is settled, waits for its next round, or is parked as a step
    /// of its own. Or recovery was stopped in the middle of it.
    void ended(Transfer last);

    /// The store went out of reach; the transfer stays as it was and its claim runs out.
    void left(Transfer transfer, StoreUnreachable why);

    /// The drive threw what it never should; its transfer is parked and a person is to be called.
    void parked(Transfer transfer, RuntimeException why);
}
