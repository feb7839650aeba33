package org.banktransfer.service.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Group commit: callers who ask the same kind of thing at the same time share one database
/// transaction and one fsync. Whichever worker is free takes all that waits, at once: a question
/// alone is not held up for company, and what comes while the workers are busy makes up the next
/// batch.
///
/// Each caller gets an answer of its own. If the database has something against a batch, each of
/// its questions is asked again alone, so one that is poison spoils no other. If the database is
/// out of reach, the fate of the whole batch is unknown, and everybody in it is told so; each finds
/// out by its own id.
///
/// Safe under concurrency. `lock` guards the queue and nothing else. A question is either in the
/// queue, and then its caller may take it back, or with one worker, who alone answers it: taking it
/// out under the lock decides which. No worker ever waits for a caller, nor one worker for another,
/// so whoever waits here waits for the database alone.
///
/// @param <Q> question
/// @param <A> answer
final class Batcher<Q, A> implements AutoCloseable {

    /// Bounds the parameters of one statement, the locks of one database transaction, and the work
    /// that a lost commit wastes.
    static final int BATCH_MAX = 500;

    /// Some seconds of all that a node can do; more would only be answered too late.
    static final int WAITING_MAX = 10_000;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final String name;
    private final Work<Q, A> work;
    private final Duration within;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final LinkedHashSet<Asked<Q, A>> waiting = new LinkedHashSet<>();
    private final Condition ended = lock.newCondition();
    private int working;
    private boolean isClosed;
    private long batches;
    private long taken;
    private long waitedNanos;

    /// What is done with a batch.
    interface Work<Q, A> {

        /// Does it whole, in one database transaction, and ends within the database's timeouts. If
        /// this throws, nothing of it was done, or its fate is unknown.
        ///
        /// @param batch not empty
        /// @return an answer to each, in the same order
        List<A> answer(List<Q> batch) throws SQLException;
    }

    /// What came of it is written by one worker before the latch opens, and read by the caller
    /// after.
    private static final class Asked<Q, A> {

        private final Q question;
        private final long askedNanos = System.nanoTime();
        private final CountDownLatch done = new CountDownLatch(1);
        private @Nullable A answer;
        private @Nullable Throwable thrown;

        private Asked(Q question) {
            this.question = question;
        }

        private void isAnswered(A answer) {
            this.answer = answer;
            done.countDown();
        }

        private void isThrown(Throwable thrown) {
            this.thrown = thrown;
            done.countDown();
        }

        private A answer() throws SQLException {
            if (answer != null) {
                return answer;
            }
            if (thrown instanceof SQLException sql) {
                throw sql;
            }
            throw thrown instanceof RuntimeException own ? own : new IllegalStateException(thrown);
        }
    }

    /// @param name for threads and messages
    /// @param workers how many batches are under way at once, at most
    /// @param within how long a question waits for its turn
    Batcher(String name, int workers, Duration within, Work<Q, A> work) {
        this(name, workers, within, work, Thread.ofPlatform().daemon().name(name).factory());
    }

    Batcher(String name, int workers, Duration within, Work<Q, A> work, ThreadFactory threads) {
        this.name = name;
        this.within = within;
        this.work = work;
        working = workers;
        for (int i = 0; i < workers; i++) {
            threads.newThread(this::workUntilClosed).start();
        }
    }

    /// Asks, and waits for the answer.
    ///
    /// @throws SQLTransientException if it was not taken: too many wait, for too long, or this is
    ///   closed; nothing was done. Also if the caller is interrupted: then its fate is unknown
    /// @throws SQLException what the work threw
    A ask(Q question) throws SQLException {
        var asked = new Asked<Q, A>(question);
        add(asked);
        try {
            return answerTo(asked);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            takeBack(asked);
            throw new SQLTransientException(name + ": interrupted");
        }
    }

    private A answerTo(Asked<Q, A> asked) throws SQLException, InterruptedException {
        if (!asked.done.await(within.toNanos(), TimeUnit.NANOSECONDS)) {
            if (takeBack(asked)) {
                throw new SQLTransientException(name + ": it took too long until its turn");
            }
            // A worker is at it, and its work ends within the database's timeouts.
            asked.done.await();
        }
        return asked.answer();
    }

    private void add(Asked<Q, A> asked) throws SQLException {
        lock.lock();
        try {
            if (isClosed) {
                throw new SQLTransientException(name + ": closed");
            }
            if (waiting.size() >= WAITING_MAX) {
                throw new SQLTransientException(name + ": too many are waiting");
            }
            waiting.add(asked);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether no worker had taken it yet
    private boolean takeBack(Asked<Q, A> asked) {
        lock.lock();
        try {
            return waiting.remove(asked);
        } finally {
            lock.unlock();
        }
    }

    private void workUntilClosed() {
        for (var batch = take(); !batch.isEmpty(); batch = take()) {
            answer(batch);
        }
        lock.lock();
        try {
            working--;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return empty if it is closed and nothing waits
    private List<Asked<Q, A>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !isClosed) {
                something.awaitUninterruptibly();
            }
            var batch = new ArrayList<Asked<Q, A>>(Math.min(waiting.size(), BATCH_MAX));
            while (!waiting.isEmpty() && batch.size() < BATCH_MAX) {
                batch.add(waiting.removeFirst());
            }
            count(batch);
            if (!waiting.isEmpty()) {
                something.signal();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void count(List<Asked<Q, A>> batch) {
        if (!batch.isEmpty()) {
            long now = System.nanoTime();
            batches++;
            taken += batch.size();
            for (var asked : batch) {
                waitedNanos += now - asked.askedNanos;
            }
        }
    }

    /// Whatever happens, each caller hears of it, and the worker lives on.
    private void answer(List<Asked<Q, A>> batch) {
        try {
            var answers = work.answer(batch.stream().map(asked -> asked.question).toList());
            if (answers.size() != batch.size()) {
                throw new IllegalStateException(
                        name + ": " + answers.size() + " answers to " + batch.size());
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).isAnswered(answers.get(i));
            }
        } catch (SQLException e) {
            if (SqlErrors.isOutOfReach(e)) {
                batch.forEach(asked -> asked.isThrown(e));
            } else {
                answerAlone(batch, e);
            }
        } catch (RuntimeException e) {
            answerAlone(batch, e);
        } catch (Error e) {
            batch.forEach(asked -> asked.isThrown(e));
        }
    }

    private void answerAlone(List<Asked<Q, A>> batch, Exception because) {
        if (batch.size() == 1) {
            batch.getFirst().isThrown(because);
        } else {
            batch.forEach(asked -> answer(List.of(asked)));
        }
    }

    /// How many wait for their turn.
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    QueueStanding standing() {
        lock.lock();
        try {
            return new QueueStanding(
                    name, waiting.size(), batches, taken, Duration.ofNanos(waitedNanos));
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more questions, and returns when those that wait are answered; if the database's
    /// timeouts do not bring that about, the workers are left to it.
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            something.signalAll();
            long left = CLOSE_WITHIN.toNanos();
            while (working > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
