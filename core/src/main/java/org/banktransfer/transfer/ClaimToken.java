package org.banktransfer.transfer;

import java.util.random.RandomGenerator;

/// Names one claim on a transfer, never a worker: a worker that lost its claim and one that took it
/// over cannot be mistaken for each other, even if they are the same process.
///
/// @param value drawn anew for every claim
public record ClaimToken(long value) {

    public static ClaimToken next(RandomGenerator chance) {
        return new ClaimToken(chance.nextLong());
    }
}
