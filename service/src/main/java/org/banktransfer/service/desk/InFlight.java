package org.banktransfer.service.desk;

import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.Drive;
import org.banktransfer.transfer.Transfer;

import java.time.Instant;

/// A transfer that this process is driving: what others may see of it. Holds no card.
///
/// Safe under concurrency: `transfer` is written by the driving thread alone, `claimedUntil` by the
/// claim keeper alone.
final class InFlight {

    private final ClaimToken claim;
    private volatile Transfer transfer;
    private volatile Instant claimedUntil;

    InFlight(Drive drive, Instant claimedUntil) {
        claim = drive.claim();
        transfer = drive.transfer();
        this.claimedUntil = claimedUntil;
    }

    ClaimToken claim() {
        return claim;
    }

    Transfer transfer() {
        return transfer;
    }

    void became(Transfer now) {
        transfer = now;
    }

    Instant claimedUntil() {
        return claimedUntil;
    }

    void prolonged(Instant until) {
        claimedUntil = until;
    }
}
