package org.banktransfer.service.connector;

import java.util.Optional;

/// What the calling thread is in the middle of, for those who trace it. Safe under concurrency.
@FunctionalInterface
public interface TraceContext {

    TraceContext NONE = Optional::empty;

    /// The header `traceparent` of a call that this thread makes now (W3C Trace Context); empty if
    /// nothing is traced.
    Optional<String> traceparent();
}
