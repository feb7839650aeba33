package org.banktransfer.service.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The body of one request: read once, up to a size and within a time.
///
/// The server's reads have no deadline, and one byte a second would satisfy any deadline of a
/// single read, so a virtual thread reads while the request's own watches the clock. When the time
/// is over the reader is left behind; it ends when the connection is closed.
final class Body {

    /// What the server may take in of a body that we will not use, so that a client that sends it
    /// all before it listens hears our answer, not a reset connection.
    static final int DISCARD_MAX = 12 * 1_024 * 1_024;

    private final ServerRequest request;
    private final Limits limits;
    private final ReadBuffers buffers;
    private final boolean chunked;
    private @Nullable InputStream in;
    private boolean leftBehind;

    /// @param max the most bytes that are used
    /// @param within the time for all of them
    /// @param chunkedAtOnce how many chunked bodies are read at once; the server holds each chunk
    ///   in memory, up to [#DISCARD_MAX]
    record Limits(int max, Duration within, Semaphore chunkedAtOnce) {}

    Body(ServerRequest request, Limits limits, ReadBuffers buffers) {
        this.request = request;
        this.limits = limits;
        this.buffers = buffers;
        chunked = request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    }

    /// @throws Problem `PAYLOAD_TOO_LARGE`, `REQUEST_TIMEOUT`, or `INVALID_REQUEST` if it is not
    ///   framed as HTTP says
    byte[] read() {
        if (declaredLength().orElse(0) > limits.max()) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        // Buffers are made as large as is asked for: for as much as there is, not as may be.
        int room = Math.clamp(declaredLength().orElse(limits.max()), 0, limits.max());
        var bytes = inTime(() -> exactly(stream(), room + 1));
        buffers.wipe(bytes.length);
        if (bytes.length > limits.max()) {
            throw tooLarge();
        }
        return bytes;
    }

    /// Leaves no copy behind: it may be a card's number and PIN.
    private static byte[] exactly(InputStream stream, int max) throws IOException {
        var buffer = new byte[max];
        try {
            int length = stream.readNBytes(buffer, 0, max);
            return Arrays.copyOf(buffer, length);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    /// Makes way for the answer: a small body that nobody read is read away, so that the connection
    /// can be used again.
    ///
    /// @return whether the connection can be used again
    boolean isOutOfTheWay() {
        if (leftBehind) {
            return false;
        }
        if (!request.content().hasEntity() || request.content().consumed()) {
            return true;
        }
        if (chunked || isAwaitingContinue() || declaredLength().orElse(0) > limits.max()) {
            return false;
        }
        try {
            discard();
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    /// Takes in the rest of a body after the answer, for a bounded time and size; then the
    /// connection is to be closed.
    void linger() {
        if (leftBehind || isAwaitingContinue()) {
            return;
        }
        try {
            discard();
        } catch (Problem e) {
            // It was for the client's sake only.
        }
    }

    private void discard() {
        inTime(() -> {
            var buffer = new byte[8_192];
            var stream = stream();
            while (stream.read(buffer) >= 0) {
                // Nobody wants it.
            }
            return buffer;
        });
        buffers.wipe(Math.toIntExact(declaredLength().orElse(0)));
    }

    private byte[] inTime(Callable<byte[]> reading) {
        var task = new FutureTask<>(reading);
        boolean counted = false;
        try {
            counted = chunked && tryCount();
            Thread.startVirtualThread(task);
            return task.get(limits.within().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            leftBehind = true;
            throw Problem.of(
                    ProblemCode.REQUEST_TIMEOUT,
                    "The body did not arrive within " + limits.within().toSeconds() + " s.");
        } catch (ExecutionException e) {
            leftBehind = true;
            throw problemIn(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("stopping");
        } finally {
            if (counted) {
                limits.chunkedAtOnce().release();
            }
        }
    }

    private boolean tryCount() throws InterruptedException {
        if (limits.chunkedAtOnce().tryAcquire(1, TimeUnit.SECONDS)) {
            return true;
        }
        throw Problem.unavailable("Too many chunked bodies at once; send a Content-Length.");
    }

    private static RuntimeException problemIn(@Nullable Throwable cause) {
        if (cause instanceof RequestException refused) {
            return refused.status().code() == ProblemCode.PAYLOAD_TOO_LARGE.status()
                    ? tooLarge()
                    : Problem.invalid("", "The body is not framed as HTTP/1.1 says.");
        }
        // The client is gone, or what it sent cannot be told apart any more.
        return new CloseConnectionException("the body broke off");
    }

    private InputStream stream() {
        var stream = in;
        if (stream == null) {
            stream = request.content().inputStream();
            in = stream;
        }
        return stream;
    }

    /// Who waits to be told to go on has sent no body, and will not once it has our answer.
    private boolean isAwaitingContinue() {
        return request.headers().containsToken(HeaderValues.EXPECT_100) && !request.continueSent();
    }

    private OptionalLong declaredLength() {
        return request.headers().contentLength();
    }

    private static Problem tooLarge() {
        return Problem.of(
                ProblemCode.PAYLOAD_TOO_LARGE, "No honest request is nearly as large as this.");
    }
}
