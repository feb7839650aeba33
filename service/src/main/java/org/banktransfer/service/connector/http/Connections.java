package org.banktransfer.service.connector.http;

import org.banktransfer.service.connector.InstitutionSettings;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedDeque;

import javax.net.ssl.SSLSocketFactory;

/// One institution's connections that lie idle, last used first. As many as were ever in use at
/// once, which the guard bounds.
///
/// A request that meets a connection which the other side is just closing is lost, and must not be
/// sent again. So an idle one is used only within a time shorter than any usual server's patience,
/// and only if nothing has come over it.
///
/// Safe under concurrency.
final class Connections {

    /// Of the servers we know, Node.js and Apache close soonest: after 5 s.
    private static final Duration IDLE_MAX = Duration.ofSeconds(4);

    private final String host;
    private final int port;
    private final @Nullable SSLSocketFactory tls;
    private final InstantSource clock;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();

    private record Idle(Connection connection, Instant since) {}

    Connections(InstitutionSettings settings, InstantSource clock, SSLSocketFactory tls) {
        var url = settings.url();
        boolean secure = InstitutionSettings.isSecure(url);
        // RFC 3986 brackets an IPv6 address in a URL, and only there.
        host = url.getHost().replaceAll("[\\[\\]]", "");
        port = url.getPort() != -1 ? url.getPort() : secure ? 443 : 80;
        this.tls = secure ? tls : null;
        this.clock = clock;
    }

    /// An idle connection, or a new one that is still to be connected.
    Connection take() throws IOException {
        closeStale();
        for (var last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
            if (last.connection().isQuiet()) {
                return last.connection();
            }
            last.connection().closeResource();
        }
        return new Connection(host, port, tls);
    }

    /// @param connection whose exchange is over
    void giveBack(Connection connection) {
        idle.addFirst(new Idle(connection, clock.instant()));
        closeStale();
    }

    private void closeStale() {
        var usedSince = clock.instant().minus(IDLE_MAX);
        for (var oldest = idle.pollLast(); oldest != null; oldest = idle.pollLast()) {
            if (!oldest.since().isBefore(usedSince)) {
                idle.addLast(oldest);
                return;
            }
            oldest.connection().closeResource();
        }
    }
}
