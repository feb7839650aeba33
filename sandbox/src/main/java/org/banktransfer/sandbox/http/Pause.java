package org.banktransfer.sandbox.http;

import java.time.Duration;

/// Waiting on purpose.
final class Pause {

    private Pause() {}

    /// Waits this long, or until the server is stopped.
    static void of(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Wire.close();
        }
    }
}
