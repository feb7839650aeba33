package org.banktransfer.service.client;

import org.banktransfer.service.demo.App;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads transfers from a running service, by what its token may see. Every call throws
/// [ServiceSaidNo] if there is no answer or a refusal.
public final class TransferReader {

    private static final int PAGE_MAX = 100;

    private final URI url;
    private final App app;

    /// @param url of the service, without a path
    /// @param token of a customer, who sees their own transfers, or of an operator, who sees all
    public TransferReader(URI url, String token) {
        this.url = url;
        app = App.at(url, token);
    }

    /// @param next empty at the end
    public record Page(List<JsonNode> transfers, Optional<String> next) {}

    /// Waits up to so many seconds, at most 30, until the transfer is final.
    public JsonNode transfer(String id, int waitSeconds) {
        return ok("/v1/transfers/" + id + "?wait=" + waitSeconds);
    }

    /// Every call made for the transfer, oldest first.
    public List<JsonNode> history(String id) {
        return ok("/v1/transfers/" + id + "/history").path("data").valueStream().toList();
    }

    /// Newest first.
    ///
    /// @param filters as the API names them
    public List<JsonNode> list(Map<String, String> filters, int limit) {
        var found = new ArrayList<JsonNode>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = page(filters, Math.min(PAGE_MAX, limit - found.size()), cursor);
            found.addAll(page.transfers());
            cursor = page.next();
        } while (found.size() < limit && cursor.isPresent());
        return found;
    }

    /// One page, newest first.
    Page page(Map<String, String> filters, int limit, Optional<String> cursor) {
        var query = new ArrayList<String>();
        query.add("limit=" + limit);
        filters.forEach((name, value) -> query.add(name + "=" + encoded(value)));
        cursor.ifPresent(at -> query.add("cursor=" + encoded(at)));
        var answer = ok("/v1/transfers?" + query.stream().collect(Collectors.joining("&")));
        var next = answer.path("next_cursor").asString("");
        return new Page(
                answer.path("data").valueStream().toList(),
                next.isEmpty() ? Optional.empty() : Optional.of(next));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private JsonNode ok(String path) {
        try {
            var seen = app.call("GET", path, null);
            if (seen.status() != 200) {
                var detail = seen.body().path("detail").asString(seen.word());
                throw new ServiceSaidNo(
                        "%s: %d %s"
                                .formatted(url, seen.status(), TransferText.printable(detail))
                                .strip());
            }
            return seen.body();
        } catch (IOException e) {
            throw new ServiceSaidNo("no answer from " + url + ": " + why(e));
        }
    }

    /// An exception of the JDK's client often has no message of its own.
    private static String why(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
