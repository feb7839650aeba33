package org.banktransfer.service.http;

import com.microsoft.playwright.Page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Deque's axe-core, run in a page: what it can find by itself of what shuts people out, by the
/// rules of WCAG 2.0 to 2.2, A and AA, and by good practice.
final class Axe {

    private static final String SCRIPT = script();

    private Axe() {}

    /// A line each: the rule, and where on the page.
    static List<String> violations(Page page) {
        page.evaluate(SCRIPT);
        var found =
                (List<?>)
                        page.evaluate(
                                """
                                async () => (await axe.run()).violations.flatMap(({ id, nodes }) =>
                                  nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
                                """);
        return found.stream().map(String::valueOf).toList();
    }

    private static String script() {
        try (var in = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe-core is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
