package org.banktransfer.service.postgres;

import static org.banktransfer.service.Schedules.explore;
import static org.banktransfer.service.Schedules.together;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.service.postgres.WriteBehind.Ticketed;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Progress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The queue in front of the transfer store, under every order of events that there is time for.
@Tag("schedules")
class WriteBehindSchedulesTest {

    private static final Duration LONG = Duration.ofDays(1);

    private static final Progress ONE = progress();
    private static final Progress OTHER = progress();

    @Test
    void a_flush_returns_only_when_what_was_handed_over_is_written() {
        explore(() -> {
            var written = new Written();
            written.isHeldUp(true);
            var queue = new WriteBehind(written, LONG, Thread::new);
            queue.add(ONE);
            expect(!queue.flush(Duration.ZERO), "flushed and held up");
            written.isHeldUp(false);
            expect(queue.flush(LONG), "the flush gave up");
            expect(written.has(ONE), "flushed and not written");
            queue.close(LONG);
        });
    }

    @Test
    void what_two_hand_over_is_written_once() {
        explore(() -> {
            var written = new Written();
            var queue = new WriteBehind(written, LONG, Thread::new);
            together(
                    () -> addAndFlush(queue, written, ONE),
                    () -> addAndFlush(queue, written, OTHER));
            queue.close(LONG);
            expect(written.count() == 2, "two are added, written are " + written.count());
        });
    }

    @Test
    void closing_beside_an_addition_writes_it_or_counts_it_as_dropped() {
        explore(() -> {
            var written = new Written();
            var queue = new WriteBehind(written, LONG, Thread::new);
            together(() -> queue.add(ONE), () -> queue.close(LONG));
            long known = written.count() + queue.dropped();
            expect(known == 1, "one is added, written or dropped are " + known);
        });
    }

    private static void addAndFlush(WriteBehind queue, Written written, Progress progress) {
        queue.add(progress);
        expect(queue.flush(LONG), "the flush gave up");
        expect(written.has(progress), "flushed and not written");
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static Progress progress() {
        return new Progress(Samples.entry(Samples.id(), NOON, "open"), Optional.empty());
    }

    /// A database that writes at once, but while it is held up. Guarded by its monitor, which an
    /// exploration can tell from a wait that it may cut short.
    private static final class Written implements WriteBehind.Sink {

        private final List<Ticketed> all = new ArrayList<>();
        private boolean isHeldUp;

        @Override
        public synchronized void write(List<Ticketed> batch) {
            try {
                while (isHeldUp) {
                    wait();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a database", e);
            }
            all.addAll(batch);
        }

        synchronized void isHeldUp(boolean now) {
            isHeldUp = now;
            notifyAll();
        }

        synchronized int count() {
            return all.size();
        }

        synchronized boolean has(Progress progress) {
            return all.stream().anyMatch(one -> one.id().equals(progress.entry().id()));
        }
    }
}
