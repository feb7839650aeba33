package org.banktransfer.service.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whose word is taken for the address of a client: that of proxies in front of us that are known
/// by their own addresses. Anybody else may write into a header what they like. Immutable.
public final class TrustedProxies {

    private static final int HOPS_MAX = 20;

    /// Nobody's.
    public static final TrustedProxies NONE = new TrustedProxies(List.of(), Header.X_FORWARDED_FOR);

    private final List<Network> networks;
    private final Header header;

    /// In which header the proxies say it. One only: a proxy passes the other on as the client
    /// wrote it.
    public enum Header {
        X_FORWARDED_FOR("X-Forwarded-For"),
        /// RFC 7239.
        FORWARDED("Forwarded");

        private final String written;

        Header(String written) {
            this.written = written;
        }

        /// @throws IllegalArgumentException if there is no such header
        public static Header of(String name) {
            return Arrays.stream(values())
                    .filter(header -> header.written.equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such header"));
        }
    }

    /// A range of addresses, written `10.0.0.0/8`, or a single one.
    private record Network(InetAddress first, int bits) {

        static Network of(String written) {
            var parts = written.strip().split("/", 2);
            var first = InetAddress.ofLiteral(parts[0]);
            int all = first.getAddress().length * 8;
            int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("no such network: " + written);
            }
            return new Network(first, bits);
        }

        boolean contains(InetAddress address) {
            var ours = first.getAddress();
            var theirs = address.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private TrustedProxies(List<Network> networks, Header header) {
        this.networks = networks;
        this.header = header;
    }

    /// @param written networks or addresses, with commas between them
    /// @throws IllegalArgumentException if one of them is none
    public static TrustedProxies of(String written, Header header) {
        return new TrustedProxies(
                Arrays.stream(written.split(",", -1)).map(Network::of).toList(), header);
    }

    /// The nearest address that is no proxy of ours. What a proxy says is read from its end, where
    /// the last of them wrote; what cannot be read ends it, and the proxy that sent it counts.
    ///
    /// @param peer whom we are connected to
    /// @param headers all lines of a request's header of that name, in order
    InetAddress clientOf(InetAddress peer, Function<String, List<String>> headers) {
        if (!isTrusted(peer)) {
            return peer;
        }
        var hops = headers.apply(header.written).stream().flatMap(this::hops).toList();
        var client = peer;
        for (int i = 0; i < Math.min(hops.size(), HOPS_MAX) && isTrusted(client); i++) {
            var before = address(hops.get(hops.size() - 1 - i));
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private Stream<String> hops(String line) {
        var hops = Arrays.stream(line.split(",", -1)).map(String::strip);
        return header == Header.X_FORWARDED_FOR ? hops : hops.map(TrustedProxies::ofForwarded);
    }

    private static String ofForwarded(String element) {
        return Arrays.stream(element.split(";", -1))
                .map(String::strip)
                .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
                .map(pair -> pair.substring(4).replace("\"", ""))
                .findFirst()
                .orElse("");
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
    private static Optional<InetAddress> address(String written) {
        var text = written;
        if (text.startsWith("[")) {
            text = text.substring(1, Math.max(1, text.indexOf(']')));
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.contains(".")) {
            text = text.replaceFirst(":\\d{1,5}$", "");
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
