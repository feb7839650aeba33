package org.banktransfer.service.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A collector on a free port, which takes spans by OTLP over HTTP and reads as much of the
/// protocol buffers as is needed (opentelemetry-proto 1.x, `trace/v1/trace.proto`).
final class Collector implements AutoCloseable {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;

    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /// One span. Ids are written in hexadecimal digits; a root's parent is empty.
    ///
    /// @param links `trace-span`
    record Seen(
            String trace,
            String id,
            String parent,
            String name,
            int kind,
            List<String> links,
            Map<String, String> attributes) {

        String node() {
            return attributes.getOrDefault("banktransfer.node", "");
        }
    }

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Seen> spans(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    Optional<Seen> find(String trace, String name) {
        return spans(trace).stream().filter(span -> span.name().equals(name)).findFirst();
    }

    /// All that was sent, as far as it is text.
    String text() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            synchronized (received) {
                received.writeBytes(body);
            }
            for (var ofProcess : fields(body).getOrDefault(1, List.of())) {
                for (var ofScope : fields(ofProcess).getOrDefault(2, List.of())) {
                    fields(ofScope).getOrDefault(2, List.of()).forEach(this::add);
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void add(byte[] written) {
        var span = fields(written);
        var attributes = new HashMap<String, String>();
        for (var attribute : span.getOrDefault(9, List.of())) {
            var pair = fields(attribute);
            var value = fields(first(pair, 2));
            attributes.put(text(first(pair, 1)), text(first(value, 1)));
        }
        spans.add(
                new Seen(
                        hex(first(span, 1)),
                        hex(first(span, 2)),
                        hex(first(span, 4)),
                        text(first(span, 5)),
                        Integer.parseInt(text(first(span, 6))),
                        span.getOrDefault(13, List.of()).stream()
                                .map(Collector::fields)
                                .map(link -> hex(first(link, 1)) + "-" + hex(first(link, 2)))
                                .toList(),
                        attributes));
    }

    private static byte[] first(Map<Integer, List<byte[]>> fields, int number) {
        return fields.getOrDefault(number, List.of(new byte[0])).getFirst();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// A message's fields by their numbers; a number is written out as text.
    private static Map<Integer, List<byte[]>> fields(byte[] message) {
        var fields = new HashMap<Integer, List<byte[]>>();
        var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            byte[] value =
                    switch ((int) tag & 7) {
                        case VARINT -> Long.toString(varint(in)).getBytes(StandardCharsets.UTF_8);
                        case FIXED64 ->
                                Long.toString(in.getLong()).getBytes(StandardCharsets.UTF_8);
                        case BYTES -> bytes(in);
                        default -> Integer.toString(in.getInt()).getBytes(StandardCharsets.UTF_8);
                    };
            fields.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static byte[] bytes(ByteBuffer in) {
        var bytes = new byte[(int) varint(in)];
        in.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
