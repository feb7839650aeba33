package org.banktransfer.service.http;

import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/// The running HTTP server. HTTP/1.1 without TLS: a proxy in front of it ends TLS.
public final class HttpApi implements AutoCloseable {

    private static final int CHUNKED_AT_ONCE = 16;

    /// How long a stop waits for the answers that are being written; who is still waiting by then
    /// is cut off. Requests that wait for a transfer have been let go by the desk before.
    private static final Duration LAST_ANSWERS_WITHIN = Duration.ofSeconds(2);

    private final WebServer server;
    private final SlowHeaders slowHeaders;

    private HttpApi(WebServer server, SlowHeaders slowHeaders) {
        this.server = server;
        this.slowHeaders = slowHeaders;
    }

    /// Starts the server.
    ///
    /// @param chance must be safe under concurrency
    /// @throws IllegalStateException if it cannot listen as the settings say
    public static HttpApi serve(
            HttpSettings settings,
            ExchangeObserver observer,
            InstantSource clock,
            RandomGenerator chance,
            List<? extends Routes> routes) {
        var limits =
                new Body.Limits(
                        settings.bodyMax(), settings.bodyWithin(), new Semaphore(CHUNKED_AT_ONCE));
        var slowHeaders = new SlowHeaders(settings.headersWithin(), clock);
        var buffers = new ReadBuffers();
        var ofEveryAnswer = EveryAnswer.headers(settings.behindTls());
        var http1 =
                Http1Config.builder()
                        .maxPrologueLength(4_096)
                        .maxHeadersSize(16_384)
                        // The server's own logging of traffic would write tokens and PINs.
                        .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).build())
                        .addReceiveListener(new Listeners(List.of(slowHeaders, buffers)))
                        .build();
        var server =
                WebServer.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .shutdownHook(false)
                        .shutdownGracePeriod(LAST_ANSWERS_WITHIN)
                        .maxTcpConnections(settings.connectionsMax())
                        .maxPayloadSize(Body.DISCARD_MAX)
                        .idleConnectionTimeout(settings.idleWithin())
                        .idleConnectionPeriod(settings.idleWithin().dividedBy(4))
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(
                                Http1ConnectionSelector.builder().config(http1).build())
                        .directHandlers(DirectProblems.handlers(ofEveryAnswer))
                        .routing(
                                new Edge(limits, buffers, observer, chance, ofEveryAnswer)
                                        .routing(routes))
                        .build()
                        .start();
        return new HttpApi(server, slowHeaders);
    }

    /// Where it listens, also if the settings left that to chance.
    public int port() {
        return server.port();
    }

    /// To be run about every second.
    public SlowHeaders slowHeaders() {
        return slowHeaders;
    }

    /// Stops listening and lets the last answers out.
    @Override
    public void close() {
        server.stop();
    }
}
