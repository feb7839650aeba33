package org.banktransfer.service.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// An institution on a bare socket that does each connection another harm, until it is told to
/// behave: then it has never paid, and never will.
final class HostileInstitution implements AutoCloseable {

    /// What it does to whoever asks.
    enum Malice {
        ENDLESS_BODY,
        ENDLESS_CHUNKS,
        ENDLESS_HEADERS,
        MANY_HEADERS,
        ENDLESS_CONTINUE,
        OTHER_PROTOCOL,
        GZIP_BOMB,
        REDIRECT,
        ANOTHER_TRANSFER,
        BEFORE_IT_WAS_ASKED,
        ANOTHER_ONE_BEHIND,
        BEYOND_LONG,
        MORE_THAN_ASKED,
        AMOUNT_TWICE,
        DEEP,
        NOT_UTF_8,
        DRIP,
        HALF,
        NOTHING
    }

    private static final Pattern LENGTH = Pattern.compile("content-length: *([0-9]+)");
    private static final Pattern ID = Pattern.compile("tr_[0-9a-f]{32}");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private final ServerSocket server;

    /// Where it sends those who follow.
    private final ServerSocket elsewhere;

    private final String anotherTransfer;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();
    private final Set<Malice> done = Collections.synchronizedSet(EnumSet.noneOf(Malice.class));
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean behaves;

    /// @param anotherTransfer that is not this institution's
    HostileInstitution(String anotherTransfer) throws IOException {
        this.anotherTransfer = anotherTransfer;
        server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::count);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// All that it has done so far.
    Set<Malice> done() {
        return Set.copyOf(done);
    }

    /// How many connections were made to where it sent them.
    int followed() {
        return followed.get();
    }

    void behave() {
        behaves = true;
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void count() {
        try {
            while (true) {
                elsewhere.accept().close();
                followed.incrementAndGet();
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(Socket socket) {
        var all = Malice.values();
        var malice = all[connections.getAndIncrement() % all.length];
        try (socket) {
            var out = socket.getOutputStream();
            if (malice == Malice.BEFORE_IT_WAS_ASKED && !behaves) {
                write(out, whole(approved(anotherTransfer, "2500")));
            }
            var request = request(socket.getInputStream());
            var asked = ID.matcher(request);
            if (!asked.find()) {
                return;
            }
            if (behaves) {
                write(out, shut(request));
                return;
            }
            done.add(malice);
            harm(malice, out, asked.group());
        } catch (IOException e) {
            // Whoever asked has heard enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void harm(Malice malice, OutputStream out, String id)
            throws IOException, InterruptedException {
        switch (malice) {
            case ENDLESS_BODY -> endless(out, OK + "Content-Length: 9000000000\r\n\r\n", " ");
            case ENDLESS_CHUNKS ->
                    endless(out, OK + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n");
            case ENDLESS_HEADERS -> endless(out, OK + "X: ", "x");
            case MANY_HEADERS -> endless(out, OK, "X: x\r\n");
            case ENDLESS_CONTINUE -> endless(out, "", "HTTP/1.1 100 Continue\r\n\r\n");
            case OTHER_PROTOCOL ->
                    write(
                            out,
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                                    + "Upgrade: h2c\r\n\r\n"
                                    + whole(approved(id, "2500")));
            case GZIP_BOMB -> bomb(out);
            case REDIRECT ->
                    write(
                            out,
                            "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n"
                                    + "Location: http://127.0.0.1:%d/v1/cash-outs/%s\r\n\r\n"
                                            .formatted(elsewhere.getLocalPort(), id));
            case ANOTHER_TRANSFER -> write(out, whole(approved(anotherTransfer, "2500")));
            case BEFORE_IT_WAS_ASKED, NOTHING -> {}
            case ANOTHER_ONE_BEHIND ->
                    write(out, whole("{\"status\":\"?\"}") + whole(approved(id, "2500")));
            case BEYOND_LONG -> write(out, whole(approved(id, "9223372036854775808")));
            case MORE_THAN_ASKED -> write(out, whole(approved(id, "250000")));
            case AMOUNT_TWICE -> write(out, whole(approved(id, "1,\"amount\":2500")));
            case DEEP -> write(out, whole("{\"status\":" + "[".repeat(30_000)));
            case NOT_UTF_8 -> write(out, whole(approved(id, "2500").replace("R1", "\u00ff")));
            case DRIP -> drip(out, whole(approved(id, "2500")));
            case HALF -> {
                var answer = whole(approved(id, "2500"));
                write(out, answer.substring(0, answer.length() - 1));
            }
        }
    }

    private static String approved(String id, String amount) {
        return "{\"id\":\"%s\",\"status\":\"approved\",\"amount\":%s,\"currency\":\"USD\",\"reference\":\"R1\"}"
                .formatted(id, amount);
    }

    private static String shut(String request) {
        var blocked = whole("{\"status\":\"blocked\"}");
        boolean isCashOut = request.startsWith("PUT") && !request.contains("/reversal ");
        return isCashOut ? blocked.replace("200 OK", "409 Conflict") : blocked;
    }

    private static String whole(String body) {
        return OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void endless(OutputStream out, String start, String again) throws IOException {
        write(out, start);
        var much = again.repeat(1_000);
        while (true) {
            write(out, much);
        }
    }

    private static void bomb(OutputStream out) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 32; i++) {
                gzip.write(new byte[1_024 * 1_024]);
            }
        }
        write(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
        packed.writeTo(out);
    }

    private void drip(OutputStream out, String answer) throws IOException, InterruptedException {
        for (int at = 0; at < answer.length(); at++) {
            if (over.await(50, TimeUnit.MILLISECONDS)) {
                return;
            }
            write(out, answer.substring(at, at + 1));
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String request(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                break;
            }
        }
        var length = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
        if (length.find()) {
            in.skipNBytes(Integer.parseInt(length.group(1)));
        }
        return head.toString();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            server.close();
            elsewhere.close();
            for (var each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
