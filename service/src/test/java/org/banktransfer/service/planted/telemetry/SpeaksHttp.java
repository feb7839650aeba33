package org.banktransfer.service.planted.telemetry;

import io.helidon.webclient.api.WebClient;
import io.helidon.webserver.WebServer;

import java.net.http.HttpClient;

/// The ways onto the wire.
public final class SpeaksHttp {

    public WebServer server() {
        return WebServer.builder().build();
    }

    public WebClient client() {
        return WebClient.create();
    }

    public HttpClient plain() {
        return HttpClient.newHttpClient();
    }
}
