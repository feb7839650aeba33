package org.banktransfer.service.console;

import org.banktransfer.service.http.Answer;
import org.banktransfer.service.http.Route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Style and scripts: our own, htmx and uPlot. Files by name, read once: there is no path to climb.
final class Assets {

    private static final String WEBJARS = "/META-INF/resources/webjars/";

    private Assets() {}

    static List<Route> routes() {
        return List.of(
                file("console.css", "/console/console.css", "text/css"),
                file("console.js", "/console/console.js", "text/javascript"),
                file("htmx.js", WEBJARS + "htmx.org/2.0.8/dist/htmx.min.js", "text/javascript"),
                file(
                        "uPlot.js",
                        WEBJARS + "uplot/1.6.30/dist/uPlot.iife.min.js",
                        "text/javascript"),
                file("uPlot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css", "text/css"));
    }

    private static Route file(String name, String resource, String type) {
        var answer =
                Answer.typed(200, type + "; charset=utf-8", bytes(resource))
                        .with(Pages.OF_EVERY_PAGE)
                        .with(Map.of("Cache-Control", "no-cache"));
        return Route.get("/console/assets/" + name, _ -> answer);
    }

    private static byte[] bytes(String resource) {
        try (var in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
