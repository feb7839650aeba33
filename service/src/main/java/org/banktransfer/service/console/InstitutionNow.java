package org.banktransfer.service.console;

import org.banktransfer.identity.InstitutionName;

/// How an institution's guards stand now, on this node.
///
/// @param breaker `closed`, `open` or `half_open`
/// @param callsUnderWay calls that have not been answered yet
/// @param lookUpsLeft look-ups that could be made at once
/// @param lookUpsPerMinute how many it allows
/// @param isReady whether a cash-out could be sent, as far as it is up to us
public record InstitutionNow(
        InstitutionName name,
        String breaker,
        int callsUnderWay,
        int lookUpsLeft,
        int lookUpsPerMinute,
        boolean isReady) {}
