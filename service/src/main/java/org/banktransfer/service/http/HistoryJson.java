package org.banktransfer.service.http;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.banktransfer.transfer.HistoryEntry;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One call made for a transfer, as callers see it.
///
/// @param node which of our processes made it; operators alone see it
/// @param tookMs in milliseconds, rounded down
record HistoryJson(
        Instant at,
        String step,
        String outcome,
        String detail,
        long tookMs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String node) {

    static HistoryJson of(HistoryEntry entry, Caller reader) {
        return new HistoryJson(
                entry.at(),
                entry.step(),
                entry.outcome(),
                entry.detail(),
                entry.took().toMillis(),
                reader.operator() ? entry.node() : null);
    }
}
