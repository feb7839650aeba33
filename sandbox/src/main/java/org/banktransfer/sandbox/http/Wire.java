package org.banktransfer.sandbox.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.NioSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;

/// The connection the running request came over, for faults that HTTP has no words for. Bound for
/// as long as the server handles the connection.
final class Wire {

    private static final ScopedValue<ConnectionContext> CURRENT = ScopedValue.newInstance();

    private Wire() {}

    /// The server's HTTP/1.1, with every connection within reach of [Wire].
    static ServerConnectionSelector tapped() {
        return new Tapped(Http1ConnectionSelector.builder().config(Http1Config.create()).build());
    }

    /// Closes the connection in order. What was not written is never written.
    static CloseConnectionException close() {
        return new CloseConnectionException("closed by the dial");
    }

    /// Resets the connection: the caller reads "connection reset by peer", not an end.
    static CloseConnectionException reset() {
        try {
            // A socket that lingers for zero seconds is closed by RST. The server would end its
            // output first, which is an orderly close, so it is not left to the server.
            var channel = channel();
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // The caller is gone already, and with it the connection.
        }
        return close();
    }

    /// Writes an answer's head and the first half of its body, then closes in order.
    static CloseConnectionException breakOff(Answer answer) {
        byte[] body = answer.bytes();
        write(head(answer, body.length));
        write(BufferData.create(body, 0, body.length / 2));
        return close();
    }

    /// Writes an answer one byte of its body at a time, spread over this long.
    static CloseConnectionException drip(Answer answer, Duration over) {
        byte[] body = answer.bytes();
        write(head(answer, body.length));
        for (int i = 0; i < body.length; i++) {
            Pause.of(over.dividedBy(body.length));
            write(BufferData.create(body, i, 1));
        }
        return close();
    }

    /// Writes an answer of 64 MiB.
    static CloseConnectionException flood(Answer answer) {
        byte[] spaces = " ".repeat(64 * 1024).getBytes(US_ASCII);
        write(head(answer, 1024L * spaces.length));
        for (int i = 0; i < 1024; i++) {
            write(BufferData.create(spaces));
        }
        return close();
    }

    private static BufferData head(Answer answer, long length) {
        var head =
                "HTTP/1.1 %d Answer\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(answer.status(), answer.contentType(), length);
        return BufferData.create(head.getBytes(US_ASCII));
    }

    private static void write(BufferData bytes) {
        DataWriter writer = CURRENT.get().dataWriter();
        writer.writeNow(bytes);
    }

    /// The server does not hand out its socket, and a reset needs it. A test reads the reset at the
    /// other end, so that a version of the server that keeps its socket elsewhere is noticed.
    private static SocketChannel channel() {
        try {
            var held = NioSocket.class.getDeclaredField("delegate");
            held.setAccessible(true);
            return (SocketChannel) held.get(CURRENT.get().serverSocket());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this server keeps its socket elsewhere", e);
        }
    }

    private record Tapped(ServerConnectionSelector http) implements ServerConnectionSelector {
        @Override
        public int bytesToIdentifyConnection() {
            return http.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return http.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return http.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext context) {
            return new TappedConnection(http.connection(context), context);
        }
    }

    private record TappedConnection(ServerConnection http, ConnectionContext context)
            implements ServerConnection {
        @Override
        public void handle(Limit limit) throws InterruptedException {
            ScopedValue.where(CURRENT, context)
                    .<@Nullable Void, InterruptedException>call(() -> {
                        http.handle(limit);
                        return null;
                    });
        }

        @Override
        public Duration idleTime() {
            return http.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            http.close(interrupt);
        }
    }
}
