package org.banktransfer.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Calls a bounded piece of work again and again: at once while there was something to do, after a
/// pause when there was not or when it threw. Nothing that the work throws ends the loop.
final class Loop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final String name;
    private final IntSupplier work;
    private final Duration pause;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private Loop(String name, IntSupplier work, Duration pause) {
        this.name = name;
        this.work = work;
        this.pause = pause;
        thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /// @param work returns how much it did; 0 for nothing
    static Loop start(String name, IntSupplier work, Duration pause) {
        var loop = new Loop(name, work, pause);
        loop.thread.start();
        return loop;
    }

    private void run() {
        boolean goOn = true;
        while (goOn) {
            goOn = !isStoppedWithin(didSomething() ? Duration.ZERO : pause);
        }
    }

    private boolean didSomething() {
        try {
            return work.getAsInt() > 0;
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", name, e.toString());
            return false;
        } catch (Error e) {
            // A node whose recovery has ended unnoticed would look as healthy as any.
            LOG.error("{}: broke off, and goes on", name, e);
            return false;
        }
    }

    private boolean isStoppedWithin(Duration time) {
        try {
            return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /// Begins no more work. Returns at once.
    void stop() {
        stopped.countDown();
    }

    /// Ends the loop after the piece of work that is under way, or in the middle of it if that
    /// takes too long.
    @Override
    public void close() {
        stop();
        try {
            if (!thread.join(STOP_WITHIN)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
