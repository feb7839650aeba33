package org.banktransfer.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Ctrl-C, for commands that have something to say about what they have done so far: it interrupts
/// them, and leaves them a moment for it. The process then ends with 130, as shells expect.
final class Interruption {

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private Interruption() {}

    /// Runs the command; a signal to end interrupts this thread.
    static int ends(IntSupplier command) {
        var thread = Thread.currentThread();
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("interruption")
                                .unstarted(() -> {
                                    thread.interrupt();
                                    await(ended);
                                }));
        try {
            return command.getAsInt();
        } finally {
            ended.countDown();
        }
    }

    /// Whoever does not end in time is ended with the process.
    private static void await(CountDownLatch ended) {
        try {
            var _ = ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
