package org.banktransfer.simulation.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Many at once, from one starting gun.
public final class Race {

    private static final long SECONDS_MAX = 120;

    private Race() {}

    /// Runs all of them at once and waits for the last.
    ///
    /// @param runner makes the runner of each number from 0
    /// @return what each came to, in the order of their numbers
    public static <T> List<T> of(int runners, IntFunction<Callable<T>> runner) {
        var gun = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<T>>();
            for (int i = 0; i < runners; i++) {
                var one = runner.apply(i);
                running.add(
                        threads.submit(() -> {
                            gun.await();
                            return one.call();
                        }));
            }
            gun.countDown();
            var results = new ArrayList<T>();
            for (var one : running) {
                results.add(one.get(SECONDS_MAX, TimeUnit.SECONDS));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
