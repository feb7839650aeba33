package org.banktransfer.service.connector.certify;

import java.time.Duration;
import java.util.List;

/// What came of one case.
///
/// @param name the case's stable name
/// @param promise what was to hold
/// @param why why it matters
/// @param exchanges what was sent and heard, in order
/// @param took how long it took
public record CaseResult(
        String name,
        String promise,
        String why,
        Verdict verdict,
        List<Exchange> exchanges,
        Duration took) {}
