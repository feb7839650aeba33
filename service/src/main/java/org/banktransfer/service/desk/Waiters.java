package org.banktransfer.service.desk;

import org.banktransfer.identity.TransferId;
import org.banktransfer.transfer.Transfer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Those who wait for news of a transfer. Safe under concurrency: whoever joins before looking
/// misses nothing that is told after the look.
final class Waiters {

    private final ConcurrentHashMap<TransferId, List<Waiter>> byTransfer =
            new ConcurrentHashMap<>();

    /// Close the waiter when it has heard enough.
    Waiter join(TransferId id) {
        var waiter = new Waiter(this, id);
        byTransfer.compute(
                id,
                (_, others) -> {
                    var all = others == null ? new CopyOnWriteArrayList<Waiter>() : others;
                    all.add(waiter);
                    return all;
                });
        return waiter;
    }

    void tell(Transfer news) {
        byTransfer.getOrDefault(news.id(), List.of()).forEach(waiter -> waiter.hear(news));
    }

    /// Lets everyone look again: what they wait for may have ended without news.
    void wakeAll() {
        byTransfer.values().forEach(all -> all.forEach(Waiter::wake));
    }

    private void leave(Waiter waiter) {
        byTransfer.computeIfPresent(
                waiter.id,
                (_, others) -> {
                    others.remove(waiter);
                    return others.isEmpty() ? null : others;
                });
    }

    static final class Waiter implements AutoCloseable {

        private final Waiters waiters;
        private final TransferId id;

        /// Two are enough: whoever finds news looks for the newest.
        private final BlockingQueue<Optional<Transfer>> heard = new ArrayBlockingQueue<>(2);

        private Waiter(Waiters waiters, TransferId id) {
            this.waiters = waiters;
            this.id = id;
        }

        /// @return news, if it came; empty if the waiter should look for itself
        Optional<Transfer> await(long nanos) throws InterruptedException {
            var first = heard.poll(nanos, TimeUnit.NANOSECONDS);
            return first == null ? Optional.empty() : first;
        }

        private void hear(Transfer news) {
            heard.offer(Optional.of(news));
        }

        private void wake() {
            heard.offer(Optional.empty());
        }

        @Override
        public void close() {
            waiters.leave(this);
        }
    }
}
