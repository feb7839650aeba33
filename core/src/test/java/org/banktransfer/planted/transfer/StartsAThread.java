package org.banktransfer.planted.transfer;

import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/// The ways to do something at the same time as something else.
public final class StartsAThread {

    public Thread plain(Runnable work) {
        return new Thread(work);
    }

    public void virtual(Runnable work) {
        Thread.ofVirtual().start(work);
    }

    public void executor(Runnable work) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.execute(work);
        }
    }

    public void pool(Runnable work) {
        ForkJoinPool.commonPool().execute(work);
    }

    public void future(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    public void timer() {
        new Timer().cancel();
    }

    public long collection(List<String> work) {
        return work.parallelStream().count();
    }

    public long stream(Stream<String> work) {
        return work.parallel().count();
    }
}
