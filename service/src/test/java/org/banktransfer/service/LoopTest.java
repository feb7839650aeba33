package org.banktransfer.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class LoopTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration SHORTLY = Duration.ofMillis(1);

    @Test
    void while_there_is_something_to_do_it_makes_no_pause() {
        var calls = new AtomicInteger();
        try (var _ = Loop.start("busy", () -> calls.incrementAndGet() < 5 ? 1 : 0, AN_HOUR)) {
            Await.until(() -> calls.get() == 5);
        }
        assertThat(calls).hasValue(5);
    }

    @Test
    void nothing_that_the_work_throws_ends_it() {
        var calls = new AtomicInteger();
        try (var _ = Loop.start("troubled", () -> thrown(calls.incrementAndGet()), SHORTLY)) {
            Await.until(() -> calls.get() > 4);
        }
    }

    private static int thrown(int call) {
        return switch (call) {
            case 1 -> throw new IllegalStateException("a fault");
            case 2 -> throw new StackOverflowError("deep");
            case 3 -> throw new NoClassDefFoundError("gone");
            default -> 0;
        };
    }

    @Test
    void it_ends_in_the_middle_of_a_pause() {
        var calls = new AtomicInteger();
        var loop = Loop.start("idle", () -> calls.getAndIncrement() * 0, AN_HOUR);
        Await.until(() -> calls.get() == 1);
        long startedAt = System.nanoTime();
        loop.close();
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void it_ends_after_the_work_that_is_under_way() {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var done = new AtomicInteger();
        var loop =
                Loop.start(
                        "slow",
                        () -> {
                            begun.countDown();
                            await(mayEnd);
                            return done.incrementAndGet();
                        },
                        SHORTLY);
        await(begun);
        loop.stop();
        mayEnd.countDown();
        loop.close();
        assertThat(done).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
