package org.banktransfer.service.http;

import org.banktransfer.service.http.reference.ReferencePage;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The two contracts, to read: what apps call and what institutions implement. A page is made when
/// it is first asked for.
public final class ReferenceRoutes implements Routes {

    private static final String TEXT = "; charset=utf-8";

    /// Nothing from elsewhere, nothing inline, and no script at all.
    private static final Map<String, String> OF_PAGE =
            Map.of(
                    "Cache-Control",
                    "no-cache",
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none';"
                            + " base-uri 'none'; frame-ancestors 'none'",
                    "Cross-Origin-Opener-Policy",
                    "same-origin");

    @Override
    public List<Route> routes() {
        return List.of(
                new Page("/openapi/customer.yaml", "/openapi.yaml").at("/docs"),
                new Page("/openapi/institution.yaml", "/institution.yaml").at("/docs/institution"),
                file("/institution.yaml", "/openapi/institution.yaml", "application/yaml"),
                file("/reference.css", "/web/reference.css", "text/css"));
    }

    /// One contract's page. Two that ask for it first at once make it twice, which does no harm.
    private static final class Page {

        private static final String SIBLINGS =
                "<a href=\"/docs\">For apps</a> · <a href=\"/docs/institution\">For institutions</a>";

        private final String resource;
        private final String file;
        private volatile @Nullable Answer made;

        /// @param file where the contract itself is served
        Page(String resource, String file) {
            this.resource = resource;
            this.file = file;
        }

        Route at(String path) {
            return Route.get(path, _ -> answer());
        }

        private Answer answer() {
            var known = made;
            if (known == null) {
                var html = ReferencePage.of(bytes(resource), file, SIBLINGS);
                known = Answer.typed(200, "text/html" + TEXT, html).with(OF_PAGE);
                made = known;
            }
            return known;
        }
    }

    private static Route file(String path, String resource, String type) {
        var answer = Answer.typed(200, type + TEXT, bytes(resource)).with(OF_PAGE);
        return Route.get(path, _ -> answer);
    }

    private static byte[] bytes(String resource) {
        try (var in = ReferenceRoutes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
