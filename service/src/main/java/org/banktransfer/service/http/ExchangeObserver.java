package org.banktransfer.service.http;

import java.time.Duration;

/// Sees every exchange, for metrics. Must be safe under concurrency and must not throw.
@FunctionalInterface
public interface ExchangeObserver {

    ExchangeObserver NONE = (_, _, _, _) -> {};

    /// @param route the path as the contract writes it, so that no id becomes a label
    void answered(String method, String route, int status, Duration took);
}
