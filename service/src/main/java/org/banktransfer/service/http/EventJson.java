package org.banktransfer.service.http;

import org.banktransfer.event.TransferEvent;

import java.time.Instant;

/// An event as a CloudEvent, in the JSON format of CloudEvents 1.0. What it carries is the transfer
/// as callers see it, as it was then.
///
/// @param rank an extension: orders a transfer's events
record EventJson(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        int rank,
        TransferJson data) {

    static EventJson of(TransferEvent event) {
        var data = TransferJson.of(event.transfer());
        return new EventJson(
                "1.0",
                event.id(),
                "/v1/transfers",
                event.type().written(),
                data.id(),
                data.updatedAt(),
                "application/json",
                event.type().rank(),
                data);
    }
}
