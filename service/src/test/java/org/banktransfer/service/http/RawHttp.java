package org.banktransfer.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A socket that sends exactly what a test wants sent.
final class RawHttp implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    static RawHttp connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return new RawHttp(socket);
    }

    /// How long to wait for what is read next.
    void patience(Duration within) throws IOException {
        socket.setSoTimeout((int) within.toMillis());
    }

    void send(String method, String path, Map<String, String> headers, String body)
            throws IOException {
        var withLength = new HashMap<>(headers);
        withLength.put("Content-Length", "" + body.getBytes(StandardCharsets.UTF_8).length);
        sendHead(method, path, withLength);
        send(body);
    }

    void sendHead(String method, String path, Map<String, String> headers) throws IOException {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        send(head + "\r\n");
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Reads one answer with a `Content-Length`.
    Exchange answer() throws IOException {
        var head = head();
        if (head.status() == 100) {
            return answer();
        }
        int length = Integer.parseInt(head.header("Content-Length").orElse("0"));
        var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Exchange(head.status(), head.headers(), text);
    }

    /// Reads the head of an answer that has no body.
    Exchange head() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        var headers = new HashMap<String, List<String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), List.of(parts[1].strip()));
        }
        return new Exchange(status, headers, "");
    }

    /// Whether the server has closed the connection, and sent nothing more before it.
    boolean isClosedByServer() throws IOException {
        return in.read() == -1;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b == -1) {
                throw new IOException("closed after " + Arrays.toString(line.toByteArray()));
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
