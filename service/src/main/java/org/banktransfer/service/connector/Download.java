package org.banktransfer.service.connector;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLParameters;

/// Fetches what an institution publishes beside the calls for transfers: its statements, its keys.
/// Trusts whom those calls trust. Moves nothing and may be repeated, so unlike them it needs no
/// guard, and the JDK's client will do.
///
/// For one thread at a time.
public final class Download implements AutoCloseable {

    private final HttpClient client;

    public Download(InstitutionSettings settings) {
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .connectTimeout(settings.deadlines().connect())
                        .sslContext(Tls.context(settings));
        var parameters = new SSLParameters();
        parameters.setProtocols(Tls.protocols());
        client = builder.sslParameters(parameters).build();
    }

    /// @param bytesMax more is no answer
    /// @param within from the first packet to the last
    /// @throws IOException if there is no whole answer of 200 in time; its message is ours and
    ///   repeats nothing but the status
    public byte[] get(URI url, String accept, long bytesMax, Duration within)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url).header("Accept", accept).build();
        var asked =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
        try {
            var answer = asked.get(within.toNanos(), TimeUnit.NANOSECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("answered " + answer.statusCode());
            }
            return answer.body();
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException("no whole answer within " + within.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw new IOException(
                        "no whole answer: " + broken.getClass().getSimpleName(), broken);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        // Closing alone would wait for an answer that we have given up.
        client.shutdownNow();
        client.close();
    }
}
