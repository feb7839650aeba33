package org.banktransfer.service.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/// Closes connections whose headers do not arrive in time. The server itself watches over idle
/// connections only; one byte a minute would keep a connection, and one of the places, for ever.
///
/// Safe under concurrency.
public final class SlowHeaders implements Http1ConnectionListener {

    private final Duration within;
    private final InstantSource clock;
    private final ConcurrentHashMap<ConnectionContext, Instant> begun = new ConcurrentHashMap<>();

    SlowHeaders(Duration within, InstantSource clock) {
        this.within = within;
        this.clock = clock;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        begun.put(connection, clock.instant());
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        begun.remove(connection);
    }

    /// Nothing of what comes in is looked at here.
    @Override
    public void data(ConnectionContext connection, BufferData data) {}

    /// Closes those whose time is over. To be called about every second.
    ///
    /// @return how many
    public int runOnce() {
        var beginningOfPatience = clock.instant().minus(within);
        int closed = 0;
        for (var entry : begun.entrySet()) {
            if (entry.getValue().isBefore(beginningOfPatience)
                    && begun.remove(entry.getKey(), entry.getValue())) {
                close(entry.getKey());
                closed++;
            }
        }
        return closed;
    }

    private static void close(ConnectionContext connection) {
        try {
            connection.serverSocket().close();
        } catch (UncheckedIOException e) {
            // It was closed already.
        }
    }
}
