package org.banktransfer.service.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where webhooks may go. An endpoint's URL comes from outside, and must not make us speak to what
/// only we can reach: to private networks, or to a cloud's metadata. This machine is in reach only
/// where a URL says so itself, as for trying things out; no name that happens to mean it is.
///
/// @param plainHttp also without TLS to other machines
/// @param privateAddresses also into private networks
public record Reach(boolean plainHttp, boolean privateAddresses) {

    private static final int URL_MAX = 2_000;

    /// @return what is wrong with the URL, for whoever wrote it; empty if nothing is
    public Optional<String> whyNot(String url) {
        var at = parsed(url);
        if (url.length() > URL_MAX || at.filter(Reach::isWhole).isEmpty()) {
            return Optional.of("is an http or https URL without user and fragment");
        }
        boolean isSecure = at.get().getScheme().equalsIgnoreCase("https");
        if (!isSecure && !plainHttp && !saysThisMachine(host(at.get()))) {
            return Optional.of("is an https URL");
        }
        return literal(host(at.get()))
                .filter(address -> !allows(host(at.get()), address))
                .map(_ -> "is an address that everybody can reach");
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(URI url) {
        return url.getScheme() != null
                && (url.getScheme().equalsIgnoreCase("http")
                        || url.getScheme().equalsIgnoreCase("https"))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getFragment() == null
                && url.toString().chars().allMatch(c -> c > ' ' && c < 127);
    }

    /// Without the brackets of an IPv6 address.
    static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean saysThisMachine(String host) {
        return host.equalsIgnoreCase("localhost")
                || literal(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /// Whether we may connect to an address that the host of a URL has.
    boolean allows(String host, InetAddress address) {
        if (address.isLoopbackAddress() && saysThisMachine(host)) {
            return true;
        }
        return privateAddresses || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    /// Source: IANA's "IPv4 Special-Purpose Address Registry" (RFC 6890), what is not "globally
    /// reachable"; and multicast.
    private static boolean isPublic4(byte[] address) {
        int first = address[0] & 0xFF;
        int second = address[1] & 0xFF;
        int third = address[2] & 0xFF;
        return !(first == 0
                || first == 10
                || first == 127
                || (first == 100 && second >= 64 && second < 128)
                || (first == 169 && second == 254)
                || (first == 172 && second >= 16 && second < 32)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 192 && second == 168)
                || (first == 198 && (second == 18 || second == 19))
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113)
                || first >= 224);
    }

    /// Global unicast, 2000::/3, without what leads on to an IPv4 address (2001::/32 Teredo,
    /// 2002::/16 6to4) or to nowhere (2001:db8::/32).
    private static boolean isPublic6(byte[] address) {
        int first = ((address[0] & 0xFF) << 8) | (address[1] & 0xFF);
        int second = ((address[2] & 0xFF) << 8) | (address[3] & 0xFF);
        return first >> 13 == 1
                && first != 0x2002
                && !(first == 0x2001 && (second == 0 || second == 0xDB8));
    }
}
