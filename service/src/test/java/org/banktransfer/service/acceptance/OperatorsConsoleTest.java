package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The console of a real node: its audit, its search, and two operators who intervene.
class OperatorsConsoleTest {

    private static final long OPENING = 5_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Bank bank;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Node node;

    private String account = "";

    @BeforeEach
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        node = bank.startNode();
        account = Bank.openAccount(bank.operator(node));
    }

    @AfterEach
    void close() {
        bank.close();
        client.close();
    }

    private String redeem(String card) throws IOException {
        return bank.app(node)
                .redeem(Bank.newKey(), account, card, Bank.PIN, Optional.empty(), Optional.of(0))
                .id();
    }

    private String cookie(String operator) {
        return "console=" + bank.world().tokens().operator(operator);
    }

    private String read(String path, String operator) {
        return send(request(path, operator).GET());
    }

    private HttpRequest.Builder request(String path, String operator) {
        return HttpRequest.newBuilder(node.url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Cookie", cookie(operator))
                .header("Sec-Fetch-Site", "same-origin");
    }

    private String send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void post(String path, String operator, Map<String, String> fields) {
        var form =
                new TreeMap<>(fields)
                        .entrySet().stream()
                                .map(field ->
                                        field.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        field.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
        send(request(path, operator).POST(BodyPublishers.ofString(form)));
    }

    private static String hidden(String page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
        return found.find() ? found.group(1) : "";
    }

    /// olga proposes it and oscar approves it, again if the transfer is being driven that moment.
    private void intervene(String id, String kind) throws InterruptedException {
        var page = "/console/transfers/" + id;
        post(
                page + "/propose",
                "olga",
                Map.of(
                        "proof",
                        hidden(read(page + "/propose", "olga"), "proof"),
                        "kind",
                        kind,
                        "why",
                        "as tested"));
        Bank.await(
                kind + " is approved",
                () -> {
                    var shown = read(page, "oscar");
                    var path = Pattern.compile("action=\"(\\S+/approve)\"").matcher(shown);
                    if (path.find()) {
                        post(
                                path.group(1),
                                "oscar",
                                Map.of(
                                        "proof",
                                        hidden(shown, "proof"),
                                        "transfer",
                                        id,
                                        "shown",
                                        hidden(shown, "shown")));
                    }
                    var after = read(page, "oscar");
                    return after.contains("approved by oscar") && !after.contains("/approve\"");
                });
    }

    @Test
    void the_overview_says_that_money_is_safe_once_it_has_been_looked_at() throws Exception {
        var card = bank.issueCard(OPENING);
        var id = redeem(card);
        Bank.await(
                "it is completed",
                () -> read("/console/transfers/" + id, "olga").contains("is in the customer's"));

        Bank.await("it is audited", () -> read("/console", "olga").contains("All accounted for"));

        assertThat(read("/console", "olga")).contains("0.00 USD", "Everything is settled");
        var digits = card.substring(card.length() - 4);
        assertThat(read("/console/find?q=" + digits, "olga")).contains(id);
        assertThat(read("/console/find?q=" + account, "olga")).contains(id);
    }

    @Test
    void what_two_operators_park_waits_and_what_they_drive_on_is_settled() throws Exception {
        var card = bank.issueCard(OPENING);
        bank.world().killSandbox();
        var id = redeem(card);
        intervene(id, "park");
        assertThat(read("/console/transfers/" + id, "olga")).contains("parked: by operator");
        bank.world().restartSandbox();

        intervene(id, "drive_now");

        Bank.await(
                "it is settled",
                () ->
                        Pattern.compile("class=\"status (completed|reversed|declined)\"")
                                .matcher(read("/console/transfers/" + id, "olga"))
                                .find());
        assertThat(bank.audit(Map.of()).exitStatus()).isZero();
    }
}
