package org.banktransfer.service.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.NioSocket;
import io.helidon.common.socket.PlainSocket;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What the HTTP server still has of a body once it was read: the buffer that its connection reads
/// into, and the last piece that came out of it. Both lie there until the next request on the same
/// connection, for as long as that is kept open, with the card in them. The server offers no way to
/// wipe them, so this reaches into its fields; `CardAtRestTest` sees if they are no longer there.
///
/// Safe under concurrency: a connection is read by one thread at a time, and wiped by the same.
final class ReadBuffers implements Http1ConnectionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReadBuffers.class);

    private static final @Nullable Field OF_SOCKET = field(PlainSocket.class, "readBuffer");
    private static final @Nullable Field OF_CHANNEL = field(NioSocket.class, "readBuffer");
    private static final @Nullable Field LAST_READ = field(DataReader.class, "head");
    private static final @Nullable Field BYTES = fieldOf(LAST_READ, "bytes");
    private static final @Nullable Field POSITION = fieldOf(LAST_READ, "position");

    /// Each connection has a thread for as long as it lives.
    private static final ThreadLocal<ConnectionContext> CURRENT = new ThreadLocal<>();

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        CURRENT.set(connection);
    }

    /// Nothing of what comes in is looked at here.
    @Override
    public void headers(ConnectionContext connection, Headers headers) {}

    @Override
    public void data(ConnectionContext connection, BufferData data) {}

    /// Wipes the last bytes that were read from this thread's connection; what has not been read
    /// stays.
    ///
    /// @param length so many
    void wipe(int length) {
        var connection = CURRENT.get();
        if (connection != null) {
            wipe(connection, length);
        }
    }

    private static void wipe(ConnectionContext connection, int length) {
        if (OF_SOCKET == null
                || OF_CHANNEL == null
                || LAST_READ == null
                || BYTES == null
                || POSITION == null) {
            return;
        }
        try {
            // All that was in these is in the reader's pieces.
            switch (connection.serverSocket()) {
                case PlainSocket socket -> Arrays.fill((byte[]) OF_SOCKET.get(socket), (byte) 0);
                case NioSocket channel ->
                        Arrays.fill(((ByteBuffer) OF_CHANNEL.get(channel)).array(), (byte) 0);
                default -> {}
            }
            var last = LAST_READ.get(connection.dataReader());
            if (last != null) {
                int to = POSITION.getInt(last);
                Arrays.fill((byte[]) BYTES.get(last), Math.max(0, to - length), to, (byte) 0);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("opened below", e);
        }
    }

    private static @Nullable Field fieldOf(@Nullable Field owner, String name) {
        return owner == null ? null : field(owner.getType(), name);
    }

    private static @Nullable Field field(Class<?> owner, String name) {
        try {
            var field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            LOG.warn("a request's bytes stay in the HTTP server's buffers until the next one", e);
            return null;
        }
    }
}
