package org.banktransfer.service.connector.http;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// An institution on a bare socket: it writes down every request as it came over the wire and
/// answers it byte by byte as the next of its behaviours says, so a test sees what a library does.
final class RawInstitution implements AutoCloseable {

    /// What it does with one request, once it has read all of it.
    interface Behaviour {

        /// @return whether the connection stays open for the next request
        boolean answer(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    private static final Pattern LENGTH = Pattern.compile("content-length: *([0-9]+)");

    private final ServerSocket server;
    private final String scheme;
    private final Queue<Behaviour> behaviours = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    RawInstitution(Behaviour... behaviours) throws IOException {
        this("http", new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviours);
    }

    RawInstitution(String scheme, ServerSocket server, Behaviour... behaviours) {
        this.scheme = scheme;
        this.server = server;
        this.behaviours.addAll(List.of(behaviours));
        Thread.ofVirtual().start(this::accept);
    }

    /// An answer with one length, after which the connection stays open.
    static Behaviour answers(String status, String body) {
        return (_, out) -> {
            write(out, whole(status, body));
            return true;
        };
    }

    /// Bytes, and then the end of the connection.
    static Behaviour breaksOffAfter(String bytes) {
        return (_, out) -> {
            write(out, bytes);
            return false;
        };
    }

    static String whole(String status, String body) {
        return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    static String approved() {
        return """
        {"id":"%s","status":"approved","amount":2500,"currency":"USD","reference":"R1"}\
        """
                .formatted(Given.ID);
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    URI url() {
        var host = server.getInetAddress().getHostAddress();
        return URI.create(scheme + "://" + host + ":" + server.getLocalPort() + "/base/");
    }

    /// Each as it came: request line, headers and body.
    List<String> requests() {
        return List.copyOf(requests);
    }

    /// The request lines, as in "PUT /base/v1/cash-outs/tr_1".
    List<String> calls() {
        return requests.stream().map(it -> it.substring(0, it.indexOf(" HTTP/1.1"))).toList();
    }

    int connections() {
        return connections.size();
    }

    /// Waits until the institution has closed the connection that it took as number `index`.
    void awaitClosed(int index) {
        var until = Instant.now().plusSeconds(30);
        while (!connections.get(index).isClosed()) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("connection " + index + " is still open");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var request = readRequest(in);
            boolean stays = true;
            while (request != null && stays) {
                requests.add(request);
                var behaviour = behaviours.remove();
                stays = behaviour.answer(connection, connection.getOutputStream());
                request = stays ? readRequest(in) : null;
            }
        } catch (IOException e) {
            // The client went away, which some tests make it do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String readRequest(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            bytes.write(next);
        }
        var head = bytes.toString(StandardCharsets.UTF_8);
        var length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        if (length.find()) {
            bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
