package org.banktransfer.service.connector;

import org.banktransfer.identity.InstitutionName;

import java.time.Duration;

/// Sees every call that was sent to an institution, for metrics. Must be safe under concurrency and
/// must not throw.
@FunctionalInterface
public interface CallObserver {

    CallObserver NONE = (_, _, _, _) -> {};

    /// @param call `cash_out`, `look_up` or `reverse`
    /// @param spoke whether it answered at all, as the breaker counts it
    void called(InstitutionName institution, String call, boolean spoke, Duration took);
}
