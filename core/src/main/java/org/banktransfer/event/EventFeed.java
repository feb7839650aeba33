package org.banktransfer.event;

import org.banktransfer.identity.CustomerId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The events there are, for reading along. An event becomes durable together with the status it
/// tells of. Whoever goes on from [Page#next] reads each of them once: none that is committed late
/// comes to stand before a cursor that was given out, and those of one transfer come in their
/// order.
///
/// Safe under concurrency. Every call throws `StoreUnreachable` if the store cannot be reached in
/// time.
public interface EventFeed {

    /// The events after a place, in their order; at once, with none, if there are none.
    ///
    /// @param limit at most so many; 1 to 1,000
    Page read(Filter filter, EventCursor after, int limit);

    /// Forgets events of before that time, the first in order first.
    ///
    /// @return how many it forgot; at most `limit`
    int prune(Instant before, int limit);

    /// What is empty does not restrict.
    ///
    /// @param customer whose transfers
    record Filter(Optional<CustomerId> customer, Optional<EventType> type) {

        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());

        public boolean matches(TransferEvent event) {
            return customer.filter(who -> !who.equals(event.transfer().wish().customer())).isEmpty()
                    && type.filter(wanted -> wanted != event.type()).isEmpty();
        }
    }

    /// @param events may be fewer than there are; whoever wants more asks again
    /// @param next after these, and after all that were looked at and did not match
    record Page(List<TransferEvent> events, EventCursor next) {

        public Page {
            events = List.copyOf(events);
        }
    }
}
