package org.banktransfer.service.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

import java.util.List;

/// Tells each of several listeners. The server takes a list of them itself, and then tells none
/// (Helidon 4.5.0, `Http1ConnectionListenerUtil`).
record Listeners(List<Http1ConnectionListener> each) implements Http1ConnectionListener {

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        each.forEach(listener -> listener.prologue(connection, prologue));
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        each.forEach(listener -> listener.headers(connection, headers));
    }

    @Override
    public void data(ConnectionContext connection, BufferData data) {
        each.forEach(listener -> listener.data(connection, data));
    }
}
