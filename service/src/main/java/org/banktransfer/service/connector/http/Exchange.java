package org.banktransfer.service.connector.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.Method;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientProtocolConfig;

import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.TraceContext;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLSocketFactory;

/// Sends one request and brings back its answer, or says that there was none. Never sends a second
/// one: no repeat, no redirect, no `Expect: 100-continue`. Never takes longer than its time: when
/// it is over, the connection is closed under whoever still reads from it; no trickle outlasts it.
///
/// Safe under concurrency.
final class Exchange {

    /// What a call came to.
    sealed interface Result {

        /// A whole answer.
        ///
        /// @param contentType as it was written; empty unless it was given exactly once
        /// @param body empty if it is not UTF-8
        record Answer(int status, String contentType, String body) implements Result {}

        /// No whole answer. The request may have arrived.
        ///
        /// @param why for people; holds nothing of request or answer
        record NoAnswer(String why) implements Result {}
    }

    /// Longer by far than any answer of the contract.
    static final int BODY_MAX = 64 * 1024;

    static final int HEADERS_MAX = 16 * 1024;

    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final String base;
    private final String threadName;
    private final Duration connectTimeout;
    private final Connections connections;
    private final Http1Client client;
    private final TraceContext trace;

    Exchange(
            InstitutionSettings settings,
            InstantSource clock,
            SSLSocketFactory tls,
            TraceContext trace) {
        this.trace = trace;
        base = settings.url().toString().replaceAll("/+$", "");
        threadName = "institution-" + settings.name();
        connectTimeout = settings.deadlines().connect();
        connections = new Connections(settings, clock, tls);
        client = client();
    }

    /// @param body is wiped before the call returns or, where its time is over first, soon after
    Result call(Method method, String path, byte[] body, Duration deadline) {
        var request =
                client.method(method)
                        .uri(URI.create(base + path))
                        .headers(headers -> {
                            Attempt.addHeaders(headers, body.length);
                            trace.traceparent()
                                    .ifPresent(it ->
                                            headers.set(HeaderValues.create(TRACEPARENT, it)));
                        });
        var attempt = new Attempt(connections, connectTimeout, request, body);
        var task = new FutureTask<>(attempt::run);
        Thread.ofVirtual().name(threadName).start(task);
        try {
            return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            attempt.abort();
            return new Result.NoAnswer("no answer within " + deadline.toMillis() + " ms");
        } catch (InterruptedException e) {
            attempt.abort();
            Thread.currentThread().interrupt();
            return new Result.NoAnswer("we stopped waiting for the answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return new Result.NoAnswer(attempt.whatBroke(e));
        }
    }

    /// The client has the syntax of HTTP from Helidon, and nothing that acts on its own.
    private static Http1Client client() {
        return Http1Client.create(config ->
                config.followRedirects(false)
                        .sendExpectContinue(false)
                        .proxy(Proxy.noProxy())
                        .shareConnectionCache(false)
                        .servicesDiscoverServices(false)
                        .contentEncoding(it -> it.contentEncodingsDiscoverServices(false))
                        .protocolConfig(protocol()));
    }

    private static Http1ClientProtocolConfig protocol() {
        // A body holds a card number: whatever level is logged, no log of it.
        var log = HttpLogConfig.builder().sendLog(false).receiveLog(false).build();
        return Http1ClientProtocolConfig.builder().maxHeaderSize(HEADERS_MAX).log(log).build();
    }
}
