package org.banktransfer.service.webhook;

import java.time.Duration;

/// How webhooks are delivered.
///
/// @param answerWithin for a whole attempt, from looking up the name to the status line. The
///   specification recommends 15 to 30 seconds
/// @param disableAfter an endpoint at which everything has failed for so long is disabled
/// @param oldSecretFor how long the secret before a rotation signs as well
/// @param reach where they may go
public record WebhookSettings(
        Duration answerWithin, Duration disableAfter, Duration oldSecretFor, Reach reach) {}
