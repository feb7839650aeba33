package org.banktransfer.service.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The page for phones, and the contract. Files by name, read once: there is no path to climb.
public final class PageRoutes implements Routes {

    private static final String TEXT = "; charset=utf-8";

    /// Nothing from elsewhere, nothing inline, no text that becomes markup or script, no form that
    /// goes anywhere by itself, no frame around it, no other window that holds on to it.
    private static final Map<String, String> OF_PAGE =
            Map.of(
                    "Cache-Control",
                    "no-cache",
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src 'self'; form-action 'none'; base-uri 'none';"
                            + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                            + " trusted-types 'none'",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=()");

    @Override
    public List<Route> routes() {
        return List.of(
                file("/", "/web/index.html", "text/html"),
                file("/style.css", "/web/style.css", "text/css"),
                file("/app.js", "/web/app.js", "text/javascript"),
                file("/bank.js", "/web/bank.js", "text/javascript"),
                file("/screen.js", "/web/screen.js", "text/javascript"),
                file("/wish.js", "/web/wish.js", "text/javascript"),
                file("/words.js", "/web/words.js", "text/javascript"),
                file("/icon.svg", "/web/icon.svg", "image/svg+xml"),
                file("/openapi.yaml", "/openapi/customer.yaml", "application/yaml"));
    }

    private static Route file(String path, String resource, String type) {
        var answer = Answer.typed(200, type + TEXT, bytes(resource)).with(OF_PAGE);
        return Route.get(path, _ -> answer);
    }

    private static byte[] bytes(String resource) {
        try (var in = PageRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
