package org.banktransfer.sandbox.books;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Runs all work on the database in one thread, one piece after the other, and commits all that is
/// waiting with one flush. Nothing is linked to time: one piece of work alone is committed at once.
///
/// Whoever calls [#run] waits until the work is on disk. Because the thread is alone, a piece of
/// work reads and writes without anybody in between.
final class Writer implements AutoCloseable {

    /// Work on the writing session. It may run twice, the first time being rolled back.
    interface Work<T> {
        T on(Session session) throws SQLException;
    }

    /// How much may wait. Far above what a sane client keeps in flight, far below what hurts
    /// memory.
    static final int WAITING_MAX = 20_000;

    /// How much one commit carries: more would make the first in it wait too long.
    private static final int BATCH_MAX = 512;

    private final Session session;
    private final BlockingQueue<Job<?>> waiting;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    /// @param waitingMax how much may wait; more is refused
    Writer(Session session, int waitingMax) {
        this.session = session;
        waiting = new ArrayBlockingQueue<>(waitingMax);
        thread = Thread.ofPlatform().name("books").start(this::work);
    }

    /// Runs the work, and returns when it is committed.
    ///
    /// @throws BooksBusy if too much is waiting; nothing was done
    /// @throws BooksBroken if the database refused; nothing was done
    <T> T run(Work<T> work) {
        var job = new Job<>(work);
        if (closing || !waiting.offer(job)) {
            throw new BooksBusy();
        }
        if (ended) {
            // Set before the thread looks for leftovers the last time: it found this job or we do.
            job.done.completeExceptionally(new BooksBusy());
        }
        try {
            return job.done.join();
        } catch (CompletionException e) {
            throw new BooksBroken(e.getCause());
        }
    }

    /// How much is waiting now.
    int waiting() {
        return waiting.size();
    }

    private void work() {
        var batch = new ArrayList<Job<?>>(BATCH_MAX);
        try {
            while (true) {
                batch.clear();
                var first = next();
                if (first == null) {
                    return;
                }
                batch.add(first);
                waiting.drainTo(batch, BATCH_MAX - 1);
                commitTogether(batch);
            }
        } finally {
            // Work is left if this thread dies of an Error, or if it came in just as the books were
            // closed: nobody may wait for ever.
            closing = true;
            ended = true;
            waiting.drainTo(batch);
            batch.forEach(job -> job.done.completeExceptionally(new BooksBusy()));
        }
    }

    /// The next job, or nothing once closing and all is done.
    private @Nullable Job<?> next() {
        while (true) {
            try {
                var job = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (job != null || closing) {
                    return job;
                }
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and it does not interrupt.
            }
        }
    }

    private void commitTogether(List<Job<?>> batch) {
        try {
            for (var job : batch) {
                job.run(session);
            }
            session.commit();
        } catch (SQLException | RuntimeException e) {
            commitApart(batch, e);
            return;
        }
        batch.forEach(Job::succeed);
    }

    /// One of them cannot be done: roll back, and do each on its own, so that only that one
    /// suffers.
    private void commitApart(List<Job<?>> batch, Exception why) {
        for (var job : batch) {
            try {
                session.rollback();
                job.run(session);
                session.commit();
                job.succeed();
            } catch (SQLException | RuntimeException e) {
                e.addSuppressed(why);
                job.done.completeExceptionally(e);
            }
        }
        try {
            session.rollback();
        } catch (SQLException e) {
            System.getLogger("books").log(System.Logger.Level.ERROR, "rollback refused", e);
        }
    }

    /// Finishes what is waiting, then closes the session.
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
            session.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new BooksBroken(e);
        }
    }

    private static final class Job<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;

        Job(Work<T> work) {
            this.work = work;
        }

        void run(Session session) throws SQLException {
            result = work.on(session);
        }

        void succeed() {
            done.complete(result);
        }
    }
}
