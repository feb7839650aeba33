package org.banktransfer.service.connector.http;

import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;

import org.banktransfer.service.connector.http.Exchange.Result.Answer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/// One request on its way. [#run] is called once, on a thread of its own; [#abort] by whoever waits
/// for it, at any time.
final class Attempt {

    private final Connections connections;
    private final Duration connectTimeout;
    private final Http1ClientRequest request;
    private final byte[] body;

    /// What the attempt speaks over, while it does. Guarded by this, as is `aborted`.
    private @Nullable Connection connection;

    private boolean aborted;
    private volatile boolean connected;

    Attempt(
            Connections connections,
            Duration connectTimeout,
            Http1ClientRequest request,
            byte[] body) {
        this.connections = connections;
        this.connectTimeout = connectTimeout;
        this.request = request;
        this.body = body;
    }

    static void addHeaders(ClientRequestHeaders headers, int bodyLength) {
        headers.set(HeaderValues.create(HeaderNames.USER_AGENT, "banktransfer"));
        headers.set(HeaderValues.create(HeaderNames.ACCEPT, "application/json"));
        if (bodyLength > 0) {
            headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
        }
    }

    /// @throws IOException and, from the HTTP client, many a `RuntimeException`, if there is no
    ///   whole answer
    Answer run() throws IOException {
        var taken = connections.take();
        try {
            hold(taken);
            taken.ready(connectTimeout);
            connected = true;
            var response = request.connection(taken).submit(body);
            var answer = read(response);
            if (let() && isOver(response, taken)) {
                connections.giveBack(taken);
                taken = null;
            }
            return answer;
        } finally {
            Arrays.fill(body, (byte) 0);
            if (taken != null) {
                taken.closeResource();
            }
        }
    }

    /// Ends the attempt where it stands; whatever it was doing fails.
    synchronized void abort() {
        aborted = true;
        if (connection != null) {
            connection.closeResource();
        }
    }

    /// In our words, since a library's message may repeat what was sent or received.
    String whatBroke(ExecutionException thrown) {
        var cause = thrown.getCause();
        if (cause instanceof UncheckedIOException unchecked) {
            cause = unchecked.getCause();
        }
        if (cause instanceof BrokenAnswer broken) {
            return broken.what();
        }
        var kind = cause == null ? "" : cause.getClass().getSimpleName();
        return connected ? "no whole answer: " + kind : "could not connect: " + kind;
    }

    private synchronized void hold(Connection taken) throws IOException {
        if (aborted) {
            throw new BrokenAnswer("we stopped waiting for the answer");
        }
        connection = taken;
    }

    /// From here on [#abort] no longer closes the connection, which may soon be another's.
    ///
    /// @return whether it has not
    private synchronized boolean let() {
        connection = null;
        return !aborted;
    }

    private static Answer read(Http1ClientResponse response) throws IOException {
        var headers = response.headers();
        boolean counted = headers.contains(HeaderNames.CONTENT_LENGTH);
        boolean chunked = headers.containsToken(HeaderValues.TRANSFER_ENCODING_CHUNKED);
        // Two lengths are how one answer is made to look like two (RFC 9112, 6.3); with none, an
        // answer that broke off looks whole.
        boolean twice = counted && headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1;
        if (counted == chunked || twice) {
            throw new BrokenAnswer("an answer without one length");
        }
        var body = new byte[0];
        if (response.entity().hasEntity()) {
            // Buffers are made as large as is asked for: for as much as there is, not as may be.
            long length = headers.contentLength().orElse(Exchange.BODY_MAX);
            int room = Math.clamp(length, 0, Exchange.BODY_MAX);
            body = response.inputStream().readNBytes(room + 1);
        }
        if (body.length > Exchange.BODY_MAX) {
            throw new BrokenAnswer("the answer is too long");
        }
        var types = headers.values(HeaderNames.CONTENT_TYPE);
        var type = types.size() == 1 ? types.getFirst() : "";
        return new Answer(response.status().code(), type, text(body));
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /// Whether nothing can follow of this exchange: what does would be taken for the next one's
    /// answer, and a decline of one transfer for that of another.
    private static boolean isOver(Http1ClientResponse response, Connection connection) {
        return response.status().code() >= 200
                && !response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                && connection.isQuiet();
    }
}
