/// What other systems are told: each change of a transfer's status, in an order that nobody who
/// reads along can miss anything of, and the webhooks that carry it to them.
///
/// Read [TransferEvent] and [EventFeed], then [Webhooks]. Deliberately not here: the writing of
/// events (the transfer store does it together with the status), their shape on the wire, sockets,
/// secrets.
@NullMarked
package org.banktransfer.event;

import org.jspecify.annotations.NullMarked;
