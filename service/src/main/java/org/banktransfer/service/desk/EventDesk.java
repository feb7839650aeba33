package org.banktransfer.service.desk;

import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed;
import org.banktransfer.event.EventFeed.Filter;
import org.banktransfer.event.EventFeed.Page;
import org.banktransfer.event.TransferEvent;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Where those wait who read events along. One look at the store serves all who wait here, however
/// many they are. Safe under concurrency.
public final class EventDesk {

    private static final int LOOK_MAX = 500;

    private final EventFeed feed;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /// Somebody who waits for an event that matches.
    ///
    /// @param from what stands before it has been looked at
    private record Waiter(Filter filter, EventCursor from, CountDownLatch called) {}

    public EventDesk(EventFeed feed) {
        this.feed = feed;
    }

    /// The events after a place. Where there are none, waits for one.
    ///
    /// @param wait at most so long
    /// @param limit at most so many
    /// @throws org.banktransfer.transfer.StoreUnreachable if they cannot be read
    public Page await(Filter filter, EventCursor after, int limit, Duration wait) {
        long giveUpAt = System.nanoTime() + wait.toNanos();
        var page = feed.read(filter, after, limit);
        while (page.events().isEmpty() && !isClosed && System.nanoTime() < giveUpAt) {
            if (!isCalled(new Waiter(filter, page.next(), new CountDownLatch(1)), giveUpAt)) {
                return page;
            }
            page = feed.read(filter, page.next(), limit);
        }
        return page;
    }

    private boolean isCalled(Waiter waiter, long giveUpAt) {
        waiting.add(waiter);
        try {
            return waiter.called().await(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.remove(waiter);
        }
    }

    /// Looks once, if anybody waits, from where the one waits who has seen the least, and calls
    /// those for whom there is something, or for whom it is now known that there is nothing up to a
    /// later place.
    ///
    /// @return how many it called
    public int runOnce() {
        var now = Set.copyOf(waiting);
        var from = now.stream().map(Waiter::from).min(Comparator.naturalOrder());
        if (from.isEmpty()) {
            return 0;
        }
        var page = feed.read(Filter.ALL, from.get(), LOOK_MAX);
        var called = now.stream().filter(waiter -> hasNews(waiter, page)).toList();
        called.forEach(waiter -> waiter.called().countDown());
        return called.size();
    }

    /// One who is far behind is called too, or it would hold up the look of all others.
    private static boolean hasNews(Waiter waiter, Page page) {
        return matching(waiter, page.events())
                || (page.events().size() == LOOK_MAX && waiter.from().compareTo(page.next()) < 0);
    }

    private static boolean matching(Waiter waiter, Collection<TransferEvent> events) {
        return events.stream()
                .anyMatch(event ->
                        event.at().compareTo(waiter.from()) > 0 && waiter.filter().matches(event));
    }

    /// How many wait here. For metrics.
    public int waiting() {
        return waiting.size();
    }

    /// Lets everybody go.
    public void close() {
        isClosed = true;
        waiting.forEach(waiter -> waiter.called().countDown());
    }
}
