package org.banktransfer.service.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/// A URL whose answer nobody on the way can change: of TLS, or of this machine.
public final class SafeUrl {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

    private SafeUrl() {}

    /// @param name what it is, for the message
    /// @throws IllegalArgumentException if it is not safe, or carries a password
    public static void require(URI url, String name) {
        var host = url.getHost();
        var scheme = url.getScheme();
        if (host == null
                || scheme == null
                || url.getUserInfo() != null
                || !isSafe(scheme.toLowerCase(Locale.ROOT), host)) {
            throw new IllegalArgumentException(
                    name + " is an https URL, or an http URL of this machine");
        }
    }

    private static boolean isSafe(String scheme, String host) {
        return switch (scheme) {
            case "https" -> true;
            case "http" -> THIS_MACHINE.matcher(host).matches();
            default -> false;
        };
    }
}
