package org.banktransfer.transfer;

import java.time.Instant;
import java.util.List;

/// Finds transfers for the bank's own people, among those accepted within a period. Kept apart from
/// [TransferStore] because it costs no transfer anything: what is sought here has no index of its
/// own, so a search reads the period through. Reads only; safe under concurrency. Every call throws
/// [StoreUnreachable] if the store cannot be reached, or the period cannot be read through, in
/// time.
public interface TransferSearch {

    /// Newest first.
    ///
    /// @param from the start of the period, by when transfers were accepted
    /// @param until its end, not included
    /// @param limit at most so many; 1 to 100
    List<Transfer> find(Sought sought, Instant from, Instant until, int limit);

    /// What is not settled, what waits for a person first and then the oldest.
    ///
    /// @param limit at most so many; 1 to 100
    List<Transfer> unsettled(int limit);

    /// By what a transfer is sought.
    sealed interface Sought {

        /// Nothing but the period.
        record Anything() implements Sought {}

        /// The idempotency key, of whichever customer.
        record Key(String key) implements Sought {}

        /// The card's last four digits.
        record Last4(String digits) implements Sought {}

        /// The institution's own reference, as the history has it.
        record Reference(String reference) implements Sought {}
    }
}
