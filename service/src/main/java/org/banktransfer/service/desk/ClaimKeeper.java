package org.banktransfer.service.desk;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.ClaimToken;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Tells the store that this process is alive and still drives what it claimed. Only saves work: a
/// claim that runs out is taken over by recovery, and two drives of one transfer harm nothing.
public final class ClaimKeeper {

    /// How many claims one statement prolongs, so that none holds the store up for long.
    private static final int BATCH = 500;

    private final Map<TransferId, InFlight> inFlight;
    private final TransferStore transfers;
    private final Duration claimFor;
    private final InstantSource clock;

    ClaimKeeper(
            Map<TransferId, InFlight> inFlight,
            TransferStore transfers,
            Duration claimFor,
            InstantSource clock) {
        this.inFlight = inFlight;
        this.transfers = transfers;
        this.claimFor = claimFor;
        this.clock = clock;
    }

    /// Prolongs every claim that is older than a third of its time. To be called at least three
    /// times within the time of a claim.
    ///
    /// @return how many claims were prolonged
    /// @throws org.banktransfer.transfer.StoreUnreachable if the store is out of reach; the claims
    ///   not yet prolonged are tried again next time
    public int runOnce() {
        var now = clock.instant();
        var dueBefore = now.plus(claimFor.multipliedBy(2).dividedBy(3));
        var batch = new HashMap<TransferId, ClaimToken>();
        int prolonged = 0;
        for (var entry : inFlight.entrySet()) {
            if (entry.getValue().claimedUntil().isBefore(dueBefore)) {
                batch.put(entry.getKey(), entry.getValue().claim());
            }
            if (batch.size() == BATCH) {
                prolonged += prolong(batch, now);
            }
        }
        return prolonged + prolong(batch, now);
    }

    private int prolong(Map<TransferId, ClaimToken> batch, Instant now) {
        if (batch.isEmpty()) {
            return 0;
        }
        var until = now.plus(claimFor);
        transfers.prolong(batch, until);
        batch.keySet().stream()
                .map(inFlight::get)
                .filter(entry -> entry != null)
                .forEach(entry -> entry.prolonged(until));
        int size = batch.size();
        batch.clear();
        return size;
    }
}
