package org.banktransfer.service.demo;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// JSON over HTTP, as a client far away would speak it.
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(40);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// An answer.
    ///
    /// @param body an empty object if there was none
    record Answer(int status, JsonNode body, Map<String, String> headers, Duration took) {}

    /// What is to be read there.
    ///
    /// @throws IOException if it is not
    String text(URI uri) throws IOException {
        var request = HttpRequest.newBuilder(uri).timeout(ANSWER_WITHIN).build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(uri + ": " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// @param body null for none
    /// @throws IOException if no answer came
    Answer send(String method, URI uri, @Nullable Object body, String... headers)
            throws IOException {
        return send(ANSWER_WITHIN, method, uri, body, headers);
    }

    /// The same, hanging up when no answer has come by then.
    Answer send(
            Duration answerWithin, String method, URI uri, @Nullable Object body, String... headers)
            throws IOException {
        var request = HttpRequest.newBuilder(uri).timeout(answerWithin);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        long startedAt = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            var took = Duration.ofNanos(System.nanoTime() - startedAt);
            var text = response.body();
            var named = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> named.put(name, values.getFirst()));
            return new Answer(
                    response.statusCode(),
                    text.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(text),
                    named,
                    took);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
