package org.banktransfer.service.planted.demo;

import io.helidon.webclient.api.WebClient;

import java.net.http.HttpClient;

/// Does nothing wrong.
public final class SpeaksHttpRightly {

    public WebClient client() {
        return WebClient.create();
    }

    public HttpClient plain() {
        return HttpClient.newHttpClient();
    }
}
