package org.banktransfer.service.planted.demo;

import io.helidon.webserver.WebServer;

/// A demo with a server of its own.
public final class ServesHttp {

    public WebServer server() {
        return WebServer.builder().build();
    }
}
