package org.banktransfer.service.http;

import org.banktransfer.identity.TransferId;

import java.util.Optional;

/// Sees every exchange, for metrics and spans. Must be safe under concurrency and must not throw.
@FunctionalInterface
public interface ExchangeObserver {

    ExchangeObserver NONE = _ -> {};

    /// A request has begun a transfer, which is driven from now on.
    ///
    /// @param traceparent the trace that the request is part of, as it says itself (W3C Trace
    ///   Context); unchecked, and empty if it says so more than once
    default void begun(TransferId transfer, Optional<String> traceparent) {}

    void answered(Exchanged exchanged);
}
