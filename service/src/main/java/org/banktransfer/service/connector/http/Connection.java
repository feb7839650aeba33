package org.banktransfer.service.connector.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import io.helidon.common.socket.TlsSocket;
import io.helidon.webclient.api.ClientConnection;

import org.banktransfer.service.connector.Tls;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A connection to an institution, in place of the HTTP client's own, which
///
/// - bounds each read but not the answer as a whole, so that a trickle holds it for ever,
/// - takes bytes that follow an answer, or that come while it lies idle, for the next answer, and
///   so one transfer's decline for another's,
/// - keeps the last request, card number and all, in its write buffer.
///
/// This one can be closed from another thread at any time, which ends whatever is done with it;
/// reads so many bytes an exchange and no more; and tells whether it is quiet, without which it
/// must not be used again. Apart from closing, for one thread at a time.
final class Connection implements ClientConnection {

    /// Headers and body, and the sizes of chunks.
    private static final int BYTES_MAX = Exchange.HEADERS_MAX + 2 * Exchange.BODY_MAX;

    private final String host;
    private final int port;
    private final @Nullable SSLSocketFactory tls;
    private final SocketChannel channel;
    private @Nullable Stream stream;
    private int bytesLeft;

    /// Not connected yet.
    ///
    /// @param tls null for plain text
    /// @throws IOException if the machine has no socket left
    Connection(String host, int port, @Nullable SSLSocketFactory tls) throws IOException {
        this.host = host;
        this.port = port;
        this.tls = tls;
        channel = SocketChannel.open();
    }

    /// What is there once it is connected.
    private record Stream(HelidonSocket socket, DataReader reader, DataWriter writer) {}

    /// Makes it ready for one exchange, and connects it first unless it is connected.
    ///
    /// @param timeout for the connection, and again for each answer in its TLS handshake
    void ready(Duration timeout) throws IOException {
        if (stream == null) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var socket = channel.socket();
            int millis = Math.toIntExact(Math.max(1, timeout.toMillis()));
            socket.connect(new InetSocketAddress(host, port), millis);
            var plainOrTls = tls == null ? plain(socket) : handshaken(tls, socket, millis);
            stream =
                    new Stream(
                            plainOrTls,
                            DataReader.create(() -> read(plainOrTls)),
                            new Writer(plainOrTls));
        }
        bytesLeft = BYTES_MAX;
    }

    /// Whether nothing has come that was not read, and the other side has not closed. Never waits.
    boolean isQuiet() {
        if (stream == null || stream.reader().available() > 0 || !channel.isOpen()) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            // A byte that this takes is missed by nobody: what is not quiet is closed.
            boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException e) {
            return false;
        }
    }

    /// Closes the channel beneath TLS too, without its farewell, which could wait for the other
    /// side; an answer tells its own length, so nobody misses it.
    @Override
    public void closeResource() {
        try {
            channel.close();
        } catch (IOException e) {
            // It cannot be used any more, which is all that was wanted.
        }
    }

    /// Whoever holds it decides whether it is used again, not the HTTP client.
    @Override
    public void releaseResource() {}

    /// The exchange has a time of its own, which ends by closing.
    @Override
    public void readTimeout(Duration readTimeout) {}

    @Override
    public boolean isConnected() {
        return stream != null && channel.isOpen();
    }

    @Override
    public DataReader reader() {
        return stream().reader();
    }

    @Override
    public DataWriter writer() {
        return stream().writer();
    }

    @Override
    public HelidonSocket helidonSocket() {
        return stream().socket();
    }

    @Override
    public String channelId() {
        return "institution";
    }

    private Stream stream() {
        if (stream == null) {
            throw new IllegalStateException("not connected");
        }
        return stream;
    }

    private static HelidonSocket plain(Socket socket) {
        return PlainSocket.client(socket, "institution");
    }

    private HelidonSocket handshaken(SSLSocketFactory factory, Socket socket, int millis)
            throws IOException {
        var secure = (SSLSocket) factory.createSocket(socket, host, port, true);
        var parameters = secure.getSSLParameters();
        // Without this a certificate of anybody's would do (RFC 9110, 4.3.4).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(Tls.protocols());
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(millis);
        secure.startHandshake();
        secure.setSoTimeout(0);
        return TlsSocket.client(secure, "institution");
    }

    private byte @Nullable [] read(HelidonSocket socket) {
        var bytes = socket.get();
        bytesLeft -= bytes == null ? 0 : bytes.length;
        if (bytesLeft < 0) {
            throw new UncheckedIOException(new BrokenAnswer("the answer is too long"));
        }
        return bytes;
    }

    /// Writes at once and keeps nothing.
    private record Writer(HelidonSocket socket) implements DataWriter {

        @Override
        public void write(BufferData... buffers) {
            for (var buffer : buffers) {
                socket.write(buffer);
            }
        }

        @Override
        public void write(BufferData buffer) {
            socket.write(buffer);
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }
    }
}
