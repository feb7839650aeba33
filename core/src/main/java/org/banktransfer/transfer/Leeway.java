package org.banktransfer.transfer;

import java.time.Duration;
import java.time.Instant;

/// How far people may put off what is owed to a transfer, so that its institution still takes the
/// reversal if it comes to one.
///
/// @param pauseMax how long a transfer that is parked now is left alone
/// @param patienceMax until when a transfer may be driven forward
public record Leeway(Duration pauseMax, Instant patienceMax) {}
