package org.banktransfer.sandbox.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;

import org.banktransfer.sandbox.books.Books;
import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.faults.Later;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;

/// The one listener: the contract's calls, which pass the dial, and the admin API, which does not.
public final class HttpEdge implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpEdge.class.getName());

    private final WebServer server;

    private HttpEdge(WebServer server) {
        this.server = server;
    }

    /// Serves from now on.
    ///
    /// @param address port 0 takes a free one
    /// @param requestsKept how many requests the request log remembers
    public static HttpEdge serve(
            InetSocketAddress address,
            Books books,
            Dial dial,
            Later later,
            InstantSource clock,
            int requestsKept) {
        var log = new RequestLog(clock, requestsKept);
        var delivery = new Delivery(dial, later, log, clock);
        var contract = new ContractRoutes(books, delivery, later, clock);
        books.reader().reversalsOwed().forEach(contract::finishLater);

        var routing =
                HttpRouting.builder()
                        .register("/v1/cash-outs", contract)
                        .register(
                                "/v1/statements",
                                new StatementRoutes(books.reader(), delivery, clock))
                        .register("/admin/cards", new CardAdmin(books))
                        .register(
                                "/admin",
                                new BooksAdmin(books, log, later),
                                new DialAdmin(dial, later))
                        .any(
                                Admin.answering(
                                        _ -> Answer.error(404, "no_such_path", "see the contract")))
                        .error(
                                RuntimeException.class,
                                (_, response, e) -> {
                                    LOG.log(System.Logger.Level.ERROR, "not foreseen", e);
                                    Sending.send(
                                            Answer.error(500, "internal", "not foreseen"),
                                            response);
                                });
        var server =
                WebServer.builder()
                        .bindAddress(address)
                        .shutdownHook(false)
                        .shutdownGracePeriod(Duration.ofSeconds(1))
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(Wire.tapped())
                        .directHandlers(jsonErrors())
                        .routing(routing)
                        .build()
                        .start();
        return new HttpEdge(server);
    }

    /// The port in use.
    public int port() {
        return server.port();
    }

    /// The server's own refusals, in the form of all others.
    private static DirectHandlers jsonErrors() {
        DirectHandler json =
                (_, _, status, headers, _) -> {
                    var answer =
                            Answer.error(
                                    status.code(), "invalid_request", "not a request taken here");
                    return DirectHandler.TransportResponse.builder()
                            .status(status)
                            .headers(headers)
                            .header(HeaderNames.CONTENT_TYPE, Answer.JSON)
                            .entity(answer.bytes())
                            .build();
                };
        var handlers = DirectHandlers.builder();
        for (var type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, json);
        }
        return handlers.build();
    }

    /// Takes nothing new, gives what is under way a second, and stops.
    @Override
    public void close() {
        server.stop();
    }
}
