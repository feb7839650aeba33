package org.banktransfer.service;

import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Runs a piece of concurrent code again and again, each time with its threads taking turns in
/// another order, chosen and not left to luck: Lincheck stops them at every access to shared memory
/// and at every lock, and prints the order that broke an assertion or let a thread wait for ever.
/// What it cannot show is reordering by the processor; what our classes share is guarded by locks,
/// volatiles and the collections of `java.util.concurrent`.
///
/// It knows platform threads only, so what is explored takes its `ThreadFactory` from outside.
public final class Schedules {

    /// How many orders are tried: `-Dorders=10000` for a longer search.
    private static final int ORDERS = Integer.getInteger("orders", 50);

    private Schedules() {}

    /// @param scene starts from nothing each time, and ends what it starts
    /// @throws AssertionError with the order of events, if one breaks the scene
    public static void explore(Scene scene) {
        explore(1, scene);
    }

    /// Orders in which one thread takes a turn out of turn come first, and there are about a
    /// thousand of them even in a small scene: a wait in `java.util.concurrent` looks many times
    /// before it is one.
    ///
    /// @param times so many times more orders than of other scenes
    public static void explore(int times, Scene scene) {
        int orders = Math.multiplyExact(times, ORDERS);
        var played = new AtomicInteger();
        try {
            Lincheck.runConcurrentTest(
                    orders,
                    () -> {
                        played.incrementAndGet();
                        play(scene);
                    });
        } catch (AssertionError e) {
            // Lincheck plays an order that breaks the scene once more, to write it down.
            throw new AssertionError("broken by order " + (played.get() - 1) + " of " + orders, e);
        }
    }

    /// Runs the pieces side by side and returns when all are done. Each has a thread of its own,
    /// and the calling one waits: so which of them begins is chosen freely, and costs none of the
    /// few turns that an order takes out of turn.
    ///
    /// @throws AssertionError what broke one of them. Lincheck hears of the calling thread alone:
    ///   what a thread of the scene's own throws, it lets pass
    public static void together(Scene... pieces) throws InterruptedException {
        var broken = new AtomicReference<@Nullable Throwable>();
        var threads =
                Stream.of(pieces).map(piece -> new Thread(() -> play(piece, broken))).toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        if (broken.get() != null) {
            throw new AssertionError("in a thread of the scene", broken.get());
        }
    }

    private static void play(Scene piece, AtomicReference<@Nullable Throwable> broken) {
        try {
            play(piece);
        } catch (RuntimeException | AssertionError e) {
            broken.compareAndSet(null, e);
        }
    }

    private static void play(Scene scene) {
        try {
            scene.play();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a scene", e);
        }
    }

    /// What one thread does.
    public interface Scene {
        void play() throws InterruptedException;
    }
}
