package org.banktransfer.service.postgres;

import java.time.Duration;

/// How a queue in front of a database stands, for metrics. Counts and times are since the start.
///
/// @param name `accept`, `advise`, `look-up`, `decide`, `book` or `progress`
/// @param waiting how many wait for their turn now
/// @param batches how many batches were taken out of it
/// @param taken how many were in these batches
/// @param waited how long those waited for their turn, all together
public record QueueStanding(String name, int waiting, long batches, long taken, Duration waited) {}
