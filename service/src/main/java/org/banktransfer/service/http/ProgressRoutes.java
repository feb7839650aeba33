package org.banktransfer.service.http;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.service.desk.TransferDesk;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferStore;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// A transfer as it goes on: `GET /v1/transfers/{id}/progress`, as server-sent events (HTML
/// standard, section 9.2). Each event tells the whole transfer, so a reader that has missed one has
/// missed nothing.
///
/// Safe under concurrency: the semaphore guards the sum of the streams, the map's own locks each
/// customer's count.
public final class ProgressRoutes implements Routes {

    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Door door;
    private final TransferStore transfers;
    private final TransferDesk desk;
    private final ProgressSettings settings;
    private final Semaphore free;
    private final ConcurrentHashMap<CustomerId, Integer> held = new ConcurrentHashMap<>();

    public ProgressRoutes(
            Door door, TransferStore transfers, TransferDesk desk, ProgressSettings settings) {
        this.door = door;
        this.transfers = transfers;
        this.desk = desk;
        this.settings = settings;
        free = new Semaphore(settings.max());
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/v1/transfers/{id}/progress", this::watch));
    }

    private Answer watch(Call call) {
        var caller = door.caller(call);
        var now = desk.now(TransferReadRoutes.visible(transfers, call, caller));
        takeSeat(caller.customer());
        return Answer.events(new Progress(caller.customer(), now, call.startedNanos()));
    }

    private void takeSeat(CustomerId customer) {
        if (held.merge(customer, 1, Integer::sum) > settings.perCustomerMax()) {
            forget(customer);
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "You watch too many transfers at once.",
                    Duration.ofSeconds(1));
        }
        if (desk.isClosing() || !free.tryAcquire()) {
            forget(customer);
            throw Problem.unavailable("This process lets nobody else watch now.");
        }
    }

    private void forget(CustomerId customer) {
        held.computeIfPresent(customer, (_, count) -> count == 1 ? null : count - 1);
    }

    /// One stream, which holds a seat until it is closed.
    private final class Progress implements Answer.Stream {

        private final CustomerId customer;
        private final Transfer first;
        private final long startedNanos;

        private Progress(CustomerId customer, Transfer first, long startedNanos) {
            this.customer = customer;
            this.first = first;
            this.startedNanos = startedNanos;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            var told = first;
            tell(told, out);
            while (!told.isFinal() && mayGoOn()) {
                var now = desk.awaitNews(told, settings.beatEvery());
                if (now.state().equals(told.state())) {
                    out.write(BEAT);
                    out.flush();
                } else {
                    tell(now, out);
                }
                told = now;
            }
        }

        private boolean mayGoOn() {
            return System.nanoTime() - startedNanos < settings.lifetime().toNanos()
                    && !desk.isClosing()
                    && !Thread.currentThread().isInterrupted();
        }

        /// JSON has no line break in it, so one line of data holds it.
        private static void tell(Transfer transfer, OutputStream out) throws IOException {
            out.write("event: transfer\ndata: ".getBytes(StandardCharsets.US_ASCII));
            out.write(Json.write(TransferJson.of(transfer)));
            out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        @Override
        public void close() {
            free.release();
            forget(customer);
        }
    }
}
