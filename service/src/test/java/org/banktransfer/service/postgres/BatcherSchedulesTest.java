package org.banktransfer.service.postgres;

import static org.banktransfer.service.Schedules.explore;
import static org.banktransfer.service.Schedules.together;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Group commit, under every order of events that there is time for.
@Tag("schedules")
class BatcherSchedulesTest {

    private static final Duration LONG = Duration.ofDays(1);

    @Test
    void each_hears_its_own_answer_and_two_workers_do_nothing_twice() {
        explore(() -> {
            var done = new AtomicInteger();
            var batcher = batcher(2, done);
            together(() -> askAndHear(batcher, 1), () -> askAndHear(batcher, 2));
            batcher.close();
            expect(done.get() == 2, "two were asked, done are " + done);
        });
    }

    @Test
    void a_question_beside_the_closing_is_answered_or_refused_and_never_left_waiting() {
        explore(() -> {
            var done = new AtomicInteger();
            var answered = new AtomicInteger();
            var batcher = batcher(1, done);
            together(
                    () -> {
                        try {
                            answered.addAndGet(batcher.ask(1) / 2);
                        } catch (SQLException e) {
                            // Refused; nothing may have been done.
                        }
                    },
                    batcher::close);
            expect(done.get() == answered.get(), "done " + done + ", answered " + answered);
        });
    }

    private static Batcher<Integer, Integer> batcher(int workers, AtomicInteger done) {
        return new Batcher<>(
                "test",
                workers,
                LONG,
                batch -> {
                    done.addAndGet(batch.size());
                    return List.copyOf(batch.stream().map(i -> 2 * i).toList());
                },
                Thread::new);
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
