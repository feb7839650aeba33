package org.banktransfer.service.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The page for phones, and the contract. Files by name, read once: there is no path to climb.
public final class PageRoutes implements Routes {

    /// Nothing from elsewhere, nothing inline, no text that becomes markup, no script but ours, no
    /// form that goes anywhere by itself, no frame around it, no other window that holds on to it.
    /// The one policy for trusted types makes the address of `sw.js` and nothing else.
    private static final Map<String, String> OF_PAGE =
            Map.of(
                    "Cache-Control",
                    "no-cache",
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src 'self'; worker-src 'self'; manifest-src 'self';"
                            + " form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
                            + " require-trusted-types-for 'script'; trusted-types service-worker",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=()");

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /// What the page consists of, and a phone keeps to start it without a network.
    private static final List<PageFile> SHELL =
            List.of(
                    PageFile.read("/", "/web/index.html", "text/html; charset=utf-8"),
                    css("/style.css"),
                    css("/drawing.css"),
                    script("/app.js"),
                    script("/bank.js"),
                    script("/events.js"),
                    script("/form.js"),
                    script("/install.js"),
                    script("/past.js"),
                    script("/say.js"),
                    script("/screen.js"),
                    script("/wish.js"),
                    script("/words.js"),
                    file("/messages/en.json", "application/json"),
                    file("/messages/de.json", "application/json"),
                    file("/manifest.webmanifest", "application/manifest+json"),
                    file("/icon.svg", "image/svg+xml"),
                    file("/icon-180.png", "image/png"),
                    file("/icon-192.png", "image/png"),
                    file("/icon-512.png", "image/png"),
                    file("/icon-maskable-512.png", "image/png"));

    /// @param path where it is served
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record PageFile(String path, String type, byte[] bytes) {

        static PageFile read(String path, String resource, String type) {
            try (var in = PageRoutes.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its file " + resource);
                }
                return new PageFile(path, type, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Route route() {
            var answer = Answer.typed(200, type, bytes).with(OF_PAGE);
            return Route.get(path, _ -> answer);
        }
    }

    /// What the service worker keeps.
    ///
    /// @param version another one as soon as one of the files is
    private record Shell(String version, List<String> files) {}

    @Override
    public List<Route> routes() {
        var files = new ArrayList<>(SHELL);
        files.add(serviceWorker());
        files.add(
                PageFile.read(
                        "/openapi.yaml",
                        "/openapi/customer.yaml",
                        "application/yaml; charset=utf-8"));
        return files.stream().map(PageFile::route).toList();
    }

    /// A browser looks for another one at each visit, and finds one when any file has changed.
    private static PageFile serviceWorker() {
        var shell = new Shell(version(), SHELL.stream().map(PageFile::path).toList());
        var written = "const SHELL = " + new String(Json.write(shell), StandardCharsets.UTF_8);
        var worker = new String(script("/sw.js").bytes(), StandardCharsets.UTF_8);
        return new PageFile(
                "/sw.js", SCRIPT, (written + ";\n" + worker).getBytes(StandardCharsets.UTF_8));
    }

    private static String version() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            SHELL.forEach(file -> digest.update(file.bytes()));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static PageFile css(String path) {
        return file(path, "text/css; charset=utf-8");
    }

    private static PageFile script(String path) {
        return file(path, SCRIPT);
    }

    private static PageFile file(String path, String type) {
        return PageFile.read(path, "/web" + path, type);
    }
}
