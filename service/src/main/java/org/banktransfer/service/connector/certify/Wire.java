package org.banktransfer.service.connector.certify;

import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.Tls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLParameters;

/// The bare wire to an institution: sends what it is told to, whether or not it makes sense, once,
/// and follows nothing. Trusts whom the connector trusts. Safe under concurrency.
final class Wire implements AutoCloseable {

    /// Some hundred thousand movements of a statement.
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private final String base;
    private final Duration within;
    private final HttpClient client;

    Wire(InstitutionSettings settings) {
        base = settings.url().toString().replaceAll("/+$", "");
        within = settings.deadlines().cashOut();
        var parameters = new SSLParameters();
        parameters.setProtocols(Tls.protocols());
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.deadlines().connect())
                        .sslContext(Tls.context(settings))
                        .sslParameters(parameters)
                        .build();
    }

    /// @param path after the base URL, percent-encoded
    /// @return what came back, or that nothing whole did
    Answer get(String path, String accept) throws InterruptedException {
        return send(request(path).header("Accept", accept).GET().build());
    }

    Answer put(String path, String type, byte[] body) throws InterruptedException {
        return send(
                request(path)
                        .header("Accept", "application/json")
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private Answer send(HttpRequest request) throws InterruptedException {
        var asked =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
        try {
            return heard(asked.get(within.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            asked.cancel(true);
            return Answer.none("no whole answer within " + within.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                return Answer.none("no whole answer: " + broken.getClass().getSimpleName());
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Answer heard(HttpResponse<byte[]> response) {
        var headers = response.headers().map();
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                saysLength(response.statusCode(), headers),
                response.connectionLabel().orElse(""),
                new String(response.body(), StandardCharsets.UTF_8));
    }

    private static boolean saysLength(int status, Map<String, ?> headers) {
        return status == 204
                || headers.containsKey("content-length")
                || headers.containsKey("transfer-encoding");
    }

    @Override
    public void close() {
        // Closing alone would wait for an answer that we have given up.
        client.shutdownNow();
        client.close();
    }
}
