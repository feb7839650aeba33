package org.banktransfer.service;

import org.jetbrains.lincheck.Lincheck;

import java.util.List;

/// Runs a piece of concurrent code again and again, each time with its threads taking turns in
/// another order, chosen and not left to luck: Lincheck stops them at every access to shared memory
/// and at every lock, and prints the order that broke an assertion or let a thread wait for ever.
/// What it cannot show is reordering by the processor; what our classes share is guarded by locks,
/// volatiles and the collections of `java.util.concurrent`.
///
/// It knows platform threads only, so what is explored takes its `ThreadFactory` from outside.
public final class Schedules {

    /// How many orders are tried: `-Dorders=10000` for a longer search.
    private static final int ORDERS = Integer.getInteger("orders", 100);

    private Schedules() {}

    /// @param scene starts from nothing each time, and ends what it starts
    /// @throws AssertionError with the order of events, if one breaks the scene
    public static void explore(Scene scene) {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    try {
                        scene.play();
                    } catch (InterruptedException e) {
                        throw new AssertionError("nobody interrupts a scene", e);
                    }
                });
    }

    /// Runs the pieces side by side, the last in the calling thread, and returns when all are done.
    public static void together(Scene... pieces) throws InterruptedException {
        var others =
                List.of(pieces).subList(0, pieces.length - 1).stream()
                        .map(Schedules::start)
                        .toList();
        pieces[pieces.length - 1].play();
        for (var other : others) {
            other.join();
        }
    }

    private static Thread start(Scene piece) {
        var thread =
                new Thread(() -> {
                    try {
                        piece.play();
                    } catch (InterruptedException e) {
                        throw new AssertionError("nobody interrupts a piece", e);
                    }
                });
        thread.start();
        return thread;
    }

    /// What one thread does.
    public interface Scene {
        void play() throws InterruptedException;
    }
}
