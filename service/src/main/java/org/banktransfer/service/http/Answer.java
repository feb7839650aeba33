package org.banktransfer.service.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is sent back. Immutable.
public final class Answer {

    private static final Map<String, String> OF_API =
            Map.of(
                    "Cache-Control", "no-store",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer json(int status, Object record) {
        return typed(status, "application/json", Json.write(record)).with(OF_API);
    }

    static Answer problem(int status, ProblemJson problem) {
        return typed(status, "application/problem+json", Json.write(problem)).with(OF_API);
    }

    static Answer text(String contentType, String text) {
        return typed(200, contentType, text.getBytes(StandardCharsets.UTF_8)).with(OF_API);
    }

    /// @param body not to be changed any more
    public static Answer typed(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    public Answer with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body);
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

    /// Not to be changed; may be empty.
    byte[] body() {
        return body;
    }
}
