package org.banktransfer.service.http;

/// Sees every exchange, for metrics. Must be safe under concurrency and must not throw.
@FunctionalInterface
public interface ExchangeObserver {

    ExchangeObserver NONE = _ -> {};

    void answered(Exchanged exchanged);
}
