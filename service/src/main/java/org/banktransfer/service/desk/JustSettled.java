package org.banktransfer.service.desk;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.Transfer;

import java.util.LinkedHashMap;
import java.util.Optional;

/// The transfers that this process has settled last, word for word as their customers were told.
/// The record is written behind, so whoever asks again at once would otherwise be told the same
/// state with an older time. Safe under concurrency: every call holds the monitor.
final class JustSettled {

    /// Far more than are settled before the record has caught up.
    private static final int MAX = 5_000;

    private final LinkedHashMap<TransferId, Transfer> byId = new LinkedHashMap<>();

    synchronized void add(Transfer settled) {
        byId.put(settled.id(), settled);
        if (byId.size() > MAX) {
            byId.pollFirstEntry();
        }
    }

    synchronized Optional<Transfer> find(TransferId id) {
        return Optional.ofNullable(byId.get(id));
    }
}
