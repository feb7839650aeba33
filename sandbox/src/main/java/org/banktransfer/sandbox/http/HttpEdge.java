package org.banktransfer.sandbox.http;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;

import org.banktransfer.sandbox.books.Books;
import org.banktransfer.sandbox.faults.Dial;
import org.banktransfer.sandbox.faults.Later;
import org.banktransfer.sandbox.keys.CardKeys;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What listens: the contract's calls, which pass the dial, and the admin API, which does not.
public final class HttpEdge implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpEdge.class.getName());

    private static final String SECURE = "secure";

    /// RFC 7517, 8.5.2.
    private static final String JWK_SET = "application/jwk-set+json";

    private final WebServer server;

    private HttpEdge(WebServer server) {
        this.server = server;
    }

    /// Serves from now on.
    ///
    /// @param requestsKept how many requests the request log remembers
    public static HttpEdge serve(
            Doors doors,
            Books books,
            CardKeys keys,
            Dial dial,
            Later later,
            InstantSource clock,
            int requestsKept) {
        var log = new RequestLog(clock, requestsKept);
        var delivery = new Delivery(dial, later, log, clock);
        var cards = new CardFields(keys, doors.cardsInPlain());
        var cashOuts = new ContractRoutes(books, delivery, later, cards, clock);
        books.reader().reversalsOwed().forEach(cashOuts::finishLater);
        var statements = new StatementRoutes(books.reader(), delivery, clock);
        Supplier<HttpRouting.Builder> contract = () -> contract(cashOuts, statements, keys);

        var all =
                contract.get()
                        .register("/admin/cards", new CardAdmin(books))
                        .register("/admin/keys", new KeyAdmin(keys))
                        .register(
                                "/admin",
                                new BooksAdmin(books, log, later),
                                new DialAdmin(dial, later));
        var server =
                WebServer.builder()
                        .bindAddress(doors.plain())
                        .shutdownHook(false)
                        .shutdownGracePeriod(Duration.ofSeconds(1))
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(Wire.tapped())
                        .directHandlers(jsonErrors())
                        .routing(closed(all));
        var secure = doors.secure();
        if (secure != null) {
            server.putSocket(
                    SECURE,
                    door ->
                            door.bindAddress(secure.address())
                                    .tls(tls(secure))
                                    .protocolsDiscoverServices(false)
                                    .addConnectionSelector(Wire.tapped())
                                    .directHandlers(jsonErrors())
                                    .routing(closed(contract.get())));
        }
        return new HttpEdge(server.build().start());
    }

    private static HttpRouting.Builder contract(
            ContractRoutes cashOuts, StatementRoutes statements, CardKeys keys) {
        return HttpRouting.builder()
                .register("/v1/cash-outs", cashOuts)
                .register("/v1/statements", statements)
                .get(
                        "/v1/keys",
                        Admin.answering(_ -> Answer.text(200, JWK_SET, keys.published(), "keys")));
    }

    /// What is on no path, and what nobody foresaw.
    private static HttpRouting.Builder closed(HttpRouting.Builder routing) {
        return routing.any(
                        Admin.answering(_ -> Answer.error(404, "no_such_path", "see the contract")))
                .error(
                        RuntimeException.class,
                        (_, response, e) -> {
                            LOG.log(System.Logger.Level.ERROR, "not foreseen", e);
                            Sending.send(Answer.error(500, "internal", "not foreseen"), response);
                        });
    }

    private static Tls tls(Doors.Secure door) {
        var own =
                Keys.builder()
                        .pem(pem ->
                                pem.key(Resource.create(door.key()))
                                        .certChain(Resource.create(door.certificate())))
                        .build();
        var tls =
                Tls.builder()
                        .privateKey(own)
                        .privateKeyCertChain(own)
                        .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"));
        var clientCa = door.clientCa();
        if (clientCa != null) {
            tls.clientAuth(TlsClientAuth.REQUIRED)
                    .trust(
                            Keys.builder()
                                    .pem(pem -> pem.certificates(Resource.create(clientCa)))
                                    .build());
        }
        return tls.build();
    }

    /// The port in use.
    public int port() {
        return server.port();
    }

    /// The port in use for TLS; below zero if there is none.
    public int securePort() {
        return server.port(SECURE);
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
