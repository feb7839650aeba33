package org.banktransfer.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is sent back. Immutable.
public final class Answer {

    /// A body that is written while the answer is under way, and closed once, written or not.
    interface Stream extends AutoCloseable {

        /// @throws IOException if the caller is gone
        void writeTo(OutputStream out) throws IOException;

        @Override
        void close();
    }

    private static final Map<String, String> OF_API =
            Map.of(
                    "Cache-Control", "no-store",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Optional<Stream> stream;

    private Answer(int status, Map<String, String> headers, byte[] body, Optional<Stream> stream) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.stream = stream;
    }

    static Answer json(int status, Object record) {
        return typed(status, "application/json", Json.write(record)).with(OF_API);
    }

    /// Done, and nothing to say.
    static Answer nothing() {
        return new Answer(204, OF_API, new byte[0], Optional.empty());
    }

    static Answer problem(int status, ProblemJson problem) {
        return typed(status, "application/problem+json", Json.write(problem)).with(OF_API);
    }

    static Answer text(String contentType, String text) {
        return typed(200, contentType, text.getBytes(StandardCharsets.UTF_8)).with(OF_API);
    }

    /// @param body not to be changed any more
    public static Answer typed(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), body, Optional.empty());
    }

    /// Server-sent events, which no proxy is to hold back.
    static Answer events(Stream events) {
        var type = Map.of("Content-Type", "text/event-stream", "X-Accel-Buffering", "no");
        return new Answer(200, type, new byte[0], Optional.of(events)).with(OF_API);
    }

    public Answer with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body, stream);
    }

    public Answer with(String name, String value) {
        return with(Map.of(name, value));
    }

    int status() {
        return status;
    }

    /// Besides those that every answer carries.
    Map<String, String> headers() {
        return headers;
    }

    /// Not to be changed; may be empty, and is if there is a stream.
    byte[] body() {
        return body;
    }

    Optional<Stream> stream() {
        return stream;
    }
}
