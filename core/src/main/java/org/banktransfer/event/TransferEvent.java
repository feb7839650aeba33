package org.banktransfer.event;

import org.banktransfer.transfer.Transfer;

import java.time.Instant;

/// A transfer has come to another status.
///
/// @param at where it stands among all events
/// @param transfer as it was then; not pending
public record TransferEvent(EventCursor at, Transfer transfer) {

    public EventType type() {
        return EventType.of(transfer.state());
    }

    /// The same however often and to whomever the event is told: `ev_…_completed`.
    public String id() {
        return "ev_" + transfer.id().toString().substring("tr_".length()) + "_" + type().word();
    }

    public Instant time() {
        return transfer.updatedAt();
    }
}
