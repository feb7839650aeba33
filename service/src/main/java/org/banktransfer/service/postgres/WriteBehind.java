package org.banktransfer.service.postgres;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Progress.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A queue of progress, and the one thread that writes it. The thread takes all that waits, at once
/// and without lingering for more: one piece alone is not delayed, and what comes while a batch is
/// being written makes up the next one. Safe under concurrency; everything mutable is guarded by
/// `lock`.
final class WriteBehind {

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

    /// About ten seconds of a busy node's progress, in a few megabytes: enough to sit out a restart
    /// of the database without holding up anybody, too little to fill the memory while it stays
    /// away.
    static final int WAITING_MAX = 10_000;

    /// Bounds the parameters of one statement and the work that a failed commit wastes.
    private static final int BATCH_MAX = 2_000;

    /// How long `add` blocks: a drive that waits longer for room does more harm than its lost
    /// progress, which recovery finds again.
    private static final Duration ADD_WITHIN = Duration.ofSeconds(2);

    private static final Duration RETRY_FIRST = Duration.ofMillis(50);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    private final Sink sink;
    private final Duration addWithin;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition written = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final ArrayDeque<Ticketed> waiting = new ArrayDeque<>();
    private long lastTicket;
    private long writtenTicket;
    private long droppedCount;
    private long droppedAtNanos;
    private int inHand;
    private boolean isClosed;
    private boolean isOutOfTime;
    private boolean hasEnded;
    private long batches;
    private long taken;
    private long waitedNanos;

    /// Progress with its place in the queue. `entry` and `change` part only if one of them cannot
    /// be written.
    ///
    /// @param ticket grows by one with each
    /// @param addedNanos when it was added, by `System.nanoTime`
    record Ticketed(
            long ticket,
            long addedNanos,
            TransferId id,
            Optional<HistoryEntry> entry,
            Optional<Change> change) {}

    /// Where progress goes.
    interface Sink {
        /// Makes the batch durable, whole or not at all. Writing it again changes nothing.
        void write(List<Ticketed> batch) throws SQLException;
    }

    WriteBehind(Sink sink) {
        this(sink, ADD_WITHIN, Thread.ofVirtual().name("transfer-store-writer").factory());
    }

    WriteBehind(Sink sink, Duration addWithin, ThreadFactory threads) {
        this.sink = sink;
        this.addWithin = addWithin;
        writer = threads.newThread(this::writeAll);
        writer.start();
    }

    /// Hands the progress over. Blocks while the queue is full; drops and counts it if that lasts
    /// too long.
    void add(Progress progress) {
        lock.lock();
        try {
            long left = addWithin.toNanos();
            while (waiting.size() >= WAITING_MAX && left > 0 && !isClosed) {
                left = room.awaitNanos(left);
            }
            if (waiting.size() >= WAITING_MAX || isClosed) {
                drop(1);
                return;
            }
            lastTicket++;
            waiting.add(
                    new Ticketed(
                            lastTicket,
                            System.nanoTime(),
                            progress.entry().id(),
                            Optional.of(progress.entry()),
                            progress.change()));
            something.signal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            drop(1);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all that was added before is durable.
    ///
    /// @return false if it was not so within the time, or if something was dropped not long before,
    ///   which may have been the caller's
    boolean flush(Duration within) {
        lock.lock();
        try {
            long upTo = lastTicket;
            long left = within.toNanos();
            while (writtenTicket < upTo && left > 0) {
                left = written.awaitNanos(left);
            }
            return writtenTicket >= upTo && !droppedJustNow(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// A caller whose own progress was dropped flushes right after; within the time it waits at
    /// most, and what adding may have taken, every flush is under suspicion.
    private boolean droppedJustNow(Duration within) {
        return droppedCount > 0
                && System.nanoTime() - droppedAtNanos
                        < within.plus(addWithin).plusSeconds(1).toNanos();
    }

    /// Takes nothing more, writes what waits, and drops what is left when the time is over.
    void close(Duration within) {
        lock.lock();
        try {
            isClosed = true;
            something.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!hasEnded(within)) {
                outOfTime();
                hasEnded(within);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long left = dropped();
        if (left > 0) {
            LOG.warn("{} pieces of progress were dropped; recovery will find them again", left);
        }
    }

    private boolean hasEnded(Duration within) throws InterruptedException {
        lock.lock();
        try {
            long left = within.toNanos();
            while (!hasEnded && left > 0) {
                left = ended.awaitNanos(left);
            }
            return hasEnded;
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts the writer, and says so too: a driver may swallow an interrupt.
    private void outOfTime() {
        lock.lock();
        try {
            isOutOfTime = true;
        } finally {
            lock.unlock();
        }
        writer.interrupt();
    }

    private boolean isOutOfTime() {
        lock.lock();
        try {
            return isOutOfTime;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return droppedCount;
        } finally {
            lock.unlock();
        }
    }

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
                    "progress", waiting.size(), batches, taken, Duration.ofNanos(waitedNanos));
        } finally {
            lock.unlock();
        }
    }

    private void writeAll() {
        try {
            for (var batch = take(); !batch.isEmpty(); batch = take()) {
                write(batch);
                acknowledge(batch.getLast().ticket());
            }
        } catch (InterruptedException e) {
            // Closed, and out of time.
            dropTheRest();
        } finally {
            end();
        }
    }

    private void dropTheRest() {
        lock.lock();
        try {
            drop(waiting.size() + inHand);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            hasEnded = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return empty if it is closed and nothing waits
    private List<Ticketed> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !isClosed) {
                something.await();
            }
            var batch = new ArrayList<Ticketed>(Math.min(waiting.size(), BATCH_MAX));
            while (!waiting.isEmpty() && batch.size() < BATCH_MAX) {
                batch.add(waiting.remove());
            }
            count(batch);
            inHand = batch.size();
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void count(List<Ticketed> batch) {
        if (!batch.isEmpty()) {
            long now = System.nanoTime();
            batches++;
            taken += batch.size();
            for (var ticketed : batch) {
                waitedNanos += now - ticketed.addedNanos();
            }
        }
    }

    private void acknowledge(long ticket) {
        lock.lock();
        try {
            writtenTicket = ticket;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Writes the batch, however long the database is away. If the database has something against
    /// it, every piece is tried alone, then its two halves, so one that is poison takes nothing
    /// else with it.
    private void write(List<Ticketed> batch) throws InterruptedException {
        var refusal = tryUntilReached(batch);
        if (refusal.isEmpty()) {
            return;
        }
        if (batch.size() > 1) {
            for (var alone : batch) {
                write(List.of(alone));
            }
            return;
        }
        var poison = batch.getFirst();
        if (poison.entry().isPresent() && poison.change().isPresent()) {
            write(List.of(half(poison, poison.entry(), Optional.empty())));
            write(List.of(half(poison, Optional.empty(), poison.change())));
            return;
        }
        LOG.error(
                "{}: its {} cannot be written: {}",
                poison.id(),
                poison.entry().isPresent() ? "history" : "change",
                refusal.get());
        lock.lock();
        try {
            drop(1);
        } finally {
            lock.unlock();
        }
    }

    private static Ticketed half(
            Ticketed whole, Optional<HistoryEntry> entry, Optional<Change> change) {
        return new Ticketed(whole.ticket(), whole.addedNanos(), whole.id(), entry, change);
    }

    /// @return why the database will not take the batch; empty if it has
    private Optional<String> tryUntilReached(List<Ticketed> batch) throws InterruptedException {
        var pause = RETRY_FIRST;
        while (true) {
            try {
                sink.write(batch);
                return Optional.empty();
            } catch (SQLException e) {
                if (!SqlErrors.isOutOfReach(e)) {
                    return Optional.of(SqlErrors.describe(e));
                }
                LOG.warn("the transfer store is out of reach: {}", SqlErrors.describe(e));
            } catch (RuntimeException e) {
                // A fault in what we make of the progress; the thread must outlive it.
                return Optional.of(e.getClass().getName());
            }
            if (isOutOfTime()) {
                throw new InterruptedException();
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause =
                    pause.multipliedBy(2).compareTo(RETRY_MAX) > 0
                            ? RETRY_MAX
                            : pause.multipliedBy(2);
        }
    }

    private void drop(int count) {
        droppedCount += count;
        droppedAtNanos = System.nanoTime();
    }
}
