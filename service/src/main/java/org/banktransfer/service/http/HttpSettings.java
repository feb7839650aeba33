package org.banktransfer.service.http;

import java.time.Duration;

/// How the HTTP server listens and what it puts up with.
///
/// @param host the address to listen on
/// @param port 0 picks a free one
/// @param answerWithin how long a request to redeem is held for a final outcome unless the caller
///   asks otherwise; not negative, at most 30 s
/// @param bodyMax the most bytes a body may have; the largest honest one has about 500
/// @param bodyWithin how long a body may take to arrive; then the request is given up
/// @param headersWithin how long the headers may take to arrive; then the connection is closed
/// @param idleWithin how long a connection without a request is kept; more than 30 s, the longest
///   wait that a caller may ask for
/// @param connectionsMax how many connections are open at once; more wait to be accepted
/// @param behindTls whether clients reach us by TLS only, which a proxy in front of us ends
public record HttpSettings(
        String host,
        int port,
        Duration answerWithin,
        int bodyMax,
        Duration bodyWithin,
        Duration headersWithin,
        Duration idleWithin,
        int connectionsMax,
        boolean behindTls) {

    /// The longest a caller may ask to be held.
    static final Duration WAIT_MAX = Duration.ofSeconds(30);

    public HttpSettings {
        require(port >= 0 && port <= 65_535, "http.port is 0 to 65535");
        require(
                !answerWithin.isNegative() && answerWithin.compareTo(WAIT_MAX) <= 0,
                "answer-within is 0 to 30 s");
        require(bodyMax >= 1_024 && bodyMax <= 1_048_576, "http.body-max is 1024 to 1048576");
        require(bodyWithin.isPositive(), "http.body-within is more than zero");
        require(headersWithin.isPositive(), "http.headers-within is more than zero");
        require(idleWithin.compareTo(WAIT_MAX) > 0, "http.idle-within is more than 30 s");
        require(connectionsMax > 0, "http.connections-max is more than zero");
    }

    public static HttpSettings defaults(String host, int port) {
        return new HttpSettings(
                host,
                port,
                Duration.ofMillis(200),
                16 * 1_024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                10_000,
                false);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
