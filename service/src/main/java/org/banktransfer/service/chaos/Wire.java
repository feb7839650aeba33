package org.banktransfer.service.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// The way from one part to another, which can be cut, stalled, throttled, or made to lose what
/// comes back. Listens on a port of its own and hands every byte on to the other part's, so neither
/// side has to know. Safe under concurrency.
final class Wire implements AutoCloseable {

    /// What a wire does with what it is given.
    enum State {
        /// Hands everything on.
        WHOLE,
        /// Resets every connection there is and every new one.
        CUT,
        /// Takes everything and hands nothing on until it is whole again.
        STALLED,
        /// Hands on a few kilobytes a second.
        SLOW,
        /// Hands everything on, but resets the connection in place of the first byte that comes
        /// back.
        DEAF,
        /// Hands everything on, but resets the connection in place of PostgreSQL's word that it has
        /// committed. On a wire that is deaf nothing gets as far as a commit.
        COMMITS_LOST
    }

    /// How PostgreSQL says it: the tag of its answer, which ends with a zero.
    private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER = 16 * 1024;
    private static final int SLICE = 512;
    private static final int SLICES_PER_SECOND = 40;
    private static final int CONNECT_WITHIN_MILLIS = 2000;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final LongAdder calls = new LongAdder();
    private State state = State.WHOLE;

    private Wire(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    /// Opens a wire to a port of this machine, whether anybody listens there or not.
    static Wire to(int port) {
        var here = InetAddress.getLoopbackAddress();
        try {
            var wire = new Wire(new ServerSocket(0, 200, here), new InetSocketAddress(here, port));
            Thread.ofVirtual().name("wire-to-" + port).start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it listens, at 127.0.0.1.
    int port() {
        return server.getLocalPort();
    }

    /// From now on, for the connections there are as well.
    void set(State now) {
        synchronized (this) {
            state = now;
            notifyAll();
        }
        if (now == State.CUT) {
            open.forEach(Wire::reset);
        }
    }

    /// How many connections callers have made so far.
    long calls() {
        return calls.sum();
    }

    private synchronized State state() {
        return state;
    }

    private synchronized State awaitPassage() throws InterruptedException {
        while (state == State.STALLED) {
            wait();
        }
        return state;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var near = server.accept();
                calls.increment();
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException e) {
                // Closed, or the caller was gone again.
            }
        }
    }

    private void join(Socket near) {
        var far = new Socket();
        open.add(near);
        open.add(far);
        try {
            if (state() == State.CUT) {
                throw new IOException("cut");
            }
            far.connect(target, CONNECT_WITHIN_MILLIS);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> pump(far, near, true));
            pump(near, far, false);
            back.join();
        } catch (IOException e) {
            reset(near);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reset(far);
            reset(near);
            open.remove(near);
            open.remove(far);
        }
    }

    /// Hands bytes on until one side has ended its half, and then ends the other's; whatever goes
    /// wrong on the way ends both sides.
    private void pump(Socket from, Socket to, boolean isBack) {
        var buffer = new byte[BUFFER];
        try {
            for (int read; (read = from.getInputStream().read(buffer)) >= 0; ) {
                switch (awaitPassage()) {
                    case CUT -> throw new IOException("cut");
                    case DEAF -> {
                        if (isBack) {
                            throw new IOException("deaf");
                        }
                        to.getOutputStream().write(buffer, 0, read);
                    }
                    case COMMITS_LOST -> {
                        if (isBack && saysCommitted(buffer, read)) {
                            throw new IOException("commit lost");
                        }
                        to.getOutputStream().write(buffer, 0, read);
                    }
                    case SLOW -> trickle(buffer, read, to);
                    case WHOLE, STALLED -> to.getOutputStream().write(buffer, 0, read);
                }
            }
            awaitPassage();
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean saysCommitted(byte[] buffer, int length) {
        for (int from = 0; from + COMMITTED.length <= length; from++) {
            if (Arrays.equals(
                    buffer, from, from + COMMITTED.length, COMMITTED, 0, COMMITTED.length)) {
                return true;
            }
        }
        return false;
    }

    private void trickle(byte[] buffer, int length, Socket to)
            throws IOException, InterruptedException {
        for (int sent = 0; sent < length; sent += SLICE) {
            if (awaitPassage() == State.SLOW) {
                TimeUnit.MILLISECONDS.sleep(1000 / SLICES_PER_SECOND);
            }
            to.getOutputStream().write(buffer, sent, Math.min(SLICE, length - sent));
        }
    }

    /// As a machine would that is gone: no farewell. A side that has ended in order stays ended so.
    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed() && !(socket.isOutputShutdown() && socket.isInputShutdown())) {
                if (!socket.isOutputShutdown()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            }
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(State.CUT);
    }
}
