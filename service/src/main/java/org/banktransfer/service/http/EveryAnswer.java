package org.banktransfer.service.http;

import java.util.Map;
import java.util.TreeMap;

/// What every answer tells a browser, whatever is answered and to whom. Nothing here, or anywhere,
/// lets a page of another origin read an answer: there is no CORS. The only cookies are the
/// console's, which nothing but its own pages looks at.
final class EveryAnswer {

    /// A year. Whether the names below ours are served by TLS too, only their owner knows.
    private static final String TLS_ONLY = "max-age=31536000";

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin");

    private EveryAnswer() {}

    /// @param behindTls whether all clients reach us by TLS, which a proxy in front of us ends;
    ///   then browsers are told to come in no other way (RFC 6797). Not read from the request:
    ///   without TLS, browsers are to ignore the header, and with it a proxy that forgot to say so
    ///   would take the protection away unseen.
    static Map<String, String> headers(boolean behindTls) {
        var headers = new TreeMap<>(ALWAYS);
        if (behindTls) {
            headers.put("Strict-Transport-Security", TLS_ONLY);
        }
        return Map.copyOf(headers);
    }
}
