package org.banktransfer.sandbox.faults;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Deeds put off: requests held back, copies to deliver again, answers, reversals to finish. Each
/// is done once, when its delay has passed or when it is released, whichever is first. What is put
/// off is lost when the process ends, as a packet on its way would be.
///
/// Safe from any thread.
public final class Later implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Later.class.getName());

    private final class Deed implements Runnable {
        private final String id;
        private final Runnable deed;
        private final AtomicBoolean begun = new AtomicBoolean();

        Deed(String id, Runnable deed) {
            this.id = id;
            this.deed = deed;
        }

        @Override
        public void run() {
            begin();
        }

        boolean begin() {
            if (!begun.compareAndSet(false, true)) {
                return false;
            }
            try {
                deed.run();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        id + ": put off, and then could not be done",
                        e);
            }
            synchronized (waiting) {
                waiting.remove(this);
            }
            return true;
        }
    }

    /// Guarded by itself; in the order put off.
    private final List<Deed> waiting = new ArrayList<>();

    private final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("later").factory());

    /// Does it after the delay; without one, when released.
    public void put(String id, @Nullable Duration delay, Runnable deed) {
        var put = new Deed(id, deed);
        synchronized (waiting) {
            waiting.add(put);
        }
        if (delay != null) {
            var _ =
                    clockwork.schedule(
                            () -> Thread.startVirtualThread(put),
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /// Waits for as long, or until released.
    ///
    /// @throws InterruptedException if the server is stopped meanwhile
    public void pause(String id, Duration length) throws InterruptedException {
        var over = new CountDownLatch(1);
        put(id, length, over::countDown);
        over.await();
    }

    /// Does all that is put off, or all that is about one id, in the order it was put off.
    ///
    /// @return how many were done
    public int release(@Nullable String id) {
        List<Deed> due;
        synchronized (waiting) {
            due = waiting.stream().filter(deed -> id == null || id.equals(deed.id)).toList();
        }
        int done = 0;
        for (var deed : due) {
            if (deed.begin()) {
                done++;
            }
        }
        return done;
    }

    /// How much is put off and not done.
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /// Drops what is put off.
    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
