package org.banktransfer.sandbox.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Puts an answer on the wire.
final class Sending {

    private static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Answer.JSON);
    private static final Header RETRY_SOON =
            HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");

    private Sending() {}

    static void send(Answer answer, ServerResponse response) {
        response.status(Status.create(answer.status()));
        response.header(
                answer.contentType().equals(Answer.JSON)
                        ? JSON
                        : HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.contentType()));
        if (answer.status() == 503 || answer.status() == 429) {
            response.header(RETRY_SOON);
        }
        if (answer.contentType().equals(Answer.JSON)) {
            response.send(answer.bytes());
            return;
        }
        // A statement may be long: it goes out as it is read.
        try (var out = response.outputStream()) {
            answer.body().writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
