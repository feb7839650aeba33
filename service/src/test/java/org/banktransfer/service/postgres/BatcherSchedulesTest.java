package org.banktransfer.service.postgres;

import static org.banktransfer.service.Schedules.explore;
import static org.banktransfer.service.Schedules.together;

import org.banktransfer.service.postgres.Batcher.Work;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Group commit, under every order of events that there is time for.
@Tag("schedules")
class BatcherSchedulesTest {

    private static final Duration LONG = Duration.ofDays(1);

    @Test
    void each_hears_its_own_answer() {
        explore(() -> {
            var done = new AtomicInteger();
            var batcher = batcher(LONG, done);
            together(() -> askAndHear(batcher, 1), () -> askAndHear(batcher, 2));
            batcher.close();
            expect(done.get() == 2, "two were asked, done are " + done);
        });
    }

    /// Two threads have to take a turn out of turn before a worker comes between another's look at
    /// the queue and what it takes out: a planted bug of that kind was met in order 380.
    @Test
    void two_workers_do_nothing_twice_and_stay_until_it_is_closed() {
        explore(
                10,
                () -> {
                    var done = new AtomicInteger();
                    var isClosing = new AtomicBoolean();
                    var leftEarly = new AtomicBoolean();
                    var workers = new ArrayList<Thread>();
                    var batcher =
                            new Batcher<>(
                                    "test",
                                    2,
                                    LONG,
                                    doubling(done),
                                    work -> {
                                        var worker =
                                                new Thread(() -> {
                                                    work.run();
                                                    leftEarly.compareAndSet(
                                                            false, !isClosing.get());
                                                });
                                        workers.add(worker);
                                        return worker;
                                    });
                    askAndHear(batcher, 1);
                    isClosing.set(true);
                    // Interrupted, it does not wait for its workers: less to explore.
                    Thread.currentThread().interrupt();
                    batcher.close();
                    expect(Thread.interrupted(), "the interrupt was swallowed");
                    for (var worker : workers) {
                        worker.join();
                    }
                    expect(done.get() == 1, "one was asked, done are " + done);
                    expect(!leftEarly.get(), "a worker has left");
                });
    }

    @Test
    void a_question_beside_the_closing_is_answered_or_refused_and_never_left_waiting() {
        explore(() -> {
            var done = new AtomicInteger();
            var answered = new AtomicInteger();
            var batcher = batcher(LONG, done);
            together(() -> askAndCount(batcher, answered), batcher::close);
            expect(done.get() == answered.get(), "done " + done + ", answered " + answered);
        });
    }

    @Test
    void who_gives_up_waiting_is_refused_only_if_nothing_was_done() {
        explore(() -> {
            var done = new AtomicInteger();
            var answered = new AtomicInteger();
            var batcher = batcher(Duration.ZERO, done);
            askAndCount(batcher, answered);
            batcher.close();
            expect(done.get() == answered.get(), "done " + done + ", answered " + answered);
        });
    }

    private static Batcher<Integer, Integer> batcher(Duration within, AtomicInteger done) {
        return new Batcher<>("test", 1, within, doubling(done), Thread::new);
    }

    private static Work<Integer, Integer> doubling(AtomicInteger done) {
        return batch -> {
            done.addAndGet(batch.size());
            return batch.stream().map(i -> 2 * i).toList();
        };
    }

    private static void askAndCount(Batcher<Integer, Integer> batcher, AtomicInteger answered) {
        try {
            answered.addAndGet(batcher.ask(1) / 2);
        } catch (SQLException e) {
            // Refused: not counted.
        }
    }

    private static void askAndHear(Batcher<Integer, Integer> batcher, int question) {
        try {
            int answer = batcher.ask(question);
            expect(answer == 2 * question, "asked " + question + ", heard " + answer);
        } catch (SQLException e) {
            throw new AssertionError("refused", e);
        }
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
