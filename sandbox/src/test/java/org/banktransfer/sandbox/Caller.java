package org.banktransfer.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.sandbox.Reply.How;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/// Sends each request once, on a connection of its own, and sees how it ends. An HTTP library would
/// hide what these tests look at: some repeat a lost request unasked.
public final class Caller {

    private final int port;
    private final Duration patience;

    Caller(int port) {
        this(port, Duration.ofSeconds(20));
    }

    private Caller(int port, Duration patience) {
        this.port = port;
        this.patience = patience;
    }

    /// The same caller with another deadline.
    Caller waiting(Duration other) {
        return new Caller(port, other);
    }

    Reply put(String path, String json) {
        return send("PUT", path, "application/json", json.getBytes(UTF_8), "");
    }

    Reply post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(UTF_8), "");
    }

    Reply get(String path) {
        return send("GET", path, "", new byte[0], "");
    }

    Reply delete(String path) {
        return send("DELETE", path, "", new byte[0], "");
    }

    /// @param contentType empty sends none
    /// @param moreHeaders each ended by CRLF
    Reply send(String method, String path, String contentType, byte[] body, String moreHeaders) {
        var head =
                "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s%s\r\n"
                        .formatted(
                                method,
                                path,
                                contentType.isEmpty()
                                        ? ""
                                        : "Content-Type: " + contentType + "\r\n",
                                body.length == 0 && method.equals("GET")
                                        ? ""
                                        : "Content-Length: " + body.length + "\r\n",
                                moreHeaders);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) patience.toMillis());
            var out = socket.getOutputStream();
            var request = new ByteArrayOutputStream();
            request.write(head.getBytes(UTF_8));
            request.write(body);
            try {
                out.write(request.toByteArray());
            } catch (SocketException e) {
                // Refused before it was read to the end; the answer may be there all the same.
            }
            return read(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            return new Reply.Lost(How.SILENT);
        } catch (SocketException e) {
            return new Reply.Lost(How.RESET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends these characters, ends its side of the connection, and reads an answer.
    Reply raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.shutdownOutput();
            return read(socket.getInputStream());
        }
    }

    private static Reply read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return new Reply.Lost(head.isEmpty() ? How.CLOSED : How.BROKEN_OFF);
            }
            head.append((char) next);
        }
        int status = Integer.parseInt(head.substring(9, 12));
        var chunked = header(head, "transfer-encoding").equals("chunked");
        var length = header(head, "content-length");
        byte[] body =
                chunked
                        ? chunks(in)
                        : in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        if (!length.isEmpty() && body.length < Integer.parseInt(length)) {
            return new Reply.Lost(How.BROKEN_OFF);
        }
        return new Reply.Answer(status, header(head, "content-type"), new String(body, UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            body.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String header(CharSequence head, String name) {
        return head.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
