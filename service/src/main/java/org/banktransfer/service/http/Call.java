package org.banktransfer.service.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import org.banktransfer.identity.TransferId;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// One request, as the routes see it.
public final class Call {

    private final ServerRequest request;
    private final Body body;
    private final long startedNanos;
    private final ExchangeObserver observer;
    private Optional<TransferId> begun = Optional.empty();

    /// @param startedNanos when it came in, by `System.nanoTime`
    /// @param observer is told what it begins
    Call(ServerRequest request, Body body, long startedNanos, ExchangeObserver observer) {
        this.request = request;
        this.body = body;
        this.startedNanos = startedNanos;
        this.observer = observer;
    }

    /// The part of the path that the route's pattern names.
    public String inPath(String name) {
        return request.path().pathParameters().get(name);
    }

    /// @throws Problem `INVALID_REQUEST` if it is there more than once
    public Optional<String> query(String name) {
        var all = request.query().all(name, List::of);
        if (all.size() > 1) {
            throw Problem.invalid("", "The query names " + name + " once.");
        }
        return all.stream().findFirst();
    }

    /// Every line of the header, in order.
    public List<String> headers(String name) {
        HeaderName header = HeaderNames.create(name);
        return request.headers().contains(header)
                ? request.headers().get(header).allValues()
                : List.of();
    }

    /// Whom we are connected to: the client, or the last proxy before us.
    InetAddress peer() {
        return request.remotePeer().address() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /// All of the body.
    ///
    /// @throws Problem `PAYLOAD_TOO_LARGE`, `REQUEST_TIMEOUT`, or `INVALID_REQUEST` if it is not
    ///   framed as HTTP says
    public byte[] entity() {
        return body.read();
    }

    Body body() {
        return body;
    }

    /// To be told before the transfer is driven.
    void begins(TransferId id) {
        begun = Optional.of(id);
        var traceparents = headers("traceparent");
        observer.begun(
                id,
                traceparents.size() == 1 ? Optional.of(traceparents.getFirst()) : Optional.empty());
    }

    Optional<TransferId> begun() {
        return begun;
    }

    long startedNanos() {
        return startedNanos;
    }
}
