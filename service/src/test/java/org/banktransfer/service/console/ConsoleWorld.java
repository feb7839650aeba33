package org.banktransfer.service.console;

import org.banktransfer.reconciliation.Break;
import org.banktransfer.service.audit.AuditReport;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.service.fake.FakeInterventions;
import org.banktransfer.service.fake.FakeSearch;
import org.banktransfer.service.http.AuthKeys;
import org.banktransfer.service.http.AuthSettings;
import org.banktransfer.service.http.Authenticator;
import org.banktransfer.service.http.Door;
import org.banktransfer.service.http.DoorSettings;
import org.banktransfer.service.http.ExchangeObserver;
import org.banktransfer.service.http.HttpApi;
import org.banktransfer.service.http.HttpSettings;
import org.banktransfer.service.http.PageRoutes;
import org.banktransfer.service.http.Tokens;
import org.banktransfer.transfer.Leeway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The console on a free port, with olga and oscar who are operators and ann who is not.
final class ConsoleWorld implements AutoCloseable {

    private static final Pattern PROOF = Pattern.compile("name=\"proof\" value=\"([0-9a-f]{64})\"");

    final Tokens tokens = new Tokens();
    final FakeBank bank = new FakeBank();
    final Rates rates = new Rates(List.of(bank.institution.name()), bank.clock);
    final FakeInterventions interventions = new FakeInterventions(bank.store);
    final List<Break> breaks = new ArrayList<>();
    final List<AuditReport.Sum> sums = new ArrayList<>();
    final Safety safety = new Safety(this::audit, bank.clock);
    Leeway leeway = new Leeway(Duration.ofHours(1), Instant.MAX);
    private final ConsoleRoutes console;
    private final HttpApi api;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    ConsoleWorld(Path directory) {
        this(directory, new ConsoleSettings(Optional.empty(), false), 0);
    }

    ConsoleWorld(Path directory, ConsoleSettings settings, int port) {
        this(directory, settings, DoorSettings.defaults(), port);
    }

    ConsoleWorld(Path directory, ConsoleSettings settings, DoorSettings limits, int port) {
        var jwks = directory.resolve("jwks.json");
        try {
            Files.writeString(jwks, tokens.publicKeys().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var auth = AuthSettings.defaults(Tokens.ISSUER, Tokens.AUDIENCE, new AuthKeys.InFile(jwks));
        var door = new Door(new Authenticator(auth, bank.clock), limits, bank.clock);
        console =
                new ConsoleRoutes(
                        settings,
                        door,
                        new ConsoleRoutes.Bank(
                                "node-1",
                                bank.store,
                                new FakeSearch(bank.store),
                                bank.ledger,
                                bank.institutions,
                                interventions,
                                Duration.ofHours(1),
                                _ -> leeway,
                                safety,
                                rates,
                                () ->
                                        List.of(
                                                new InstitutionNow(
                                                        bank.institution.name(),
                                                        "closed",
                                                        3,
                                                        60,
                                                        600,
                                                        true))),
                        bank.clock,
                        bank.chance);
        api =
                HttpApi.serve(
                        HttpSettings.defaults("127.0.0.1", port),
                        ExchangeObserver.NONE,
                        bank.clock,
                        bank.chance,
                        List.of(new PageRoutes(), console));
    }

    private AuditReport audit() {
        var now = bank.clock.instant();
        return new AuditReport(
                now,
                now,
                bank.store.all().size(),
                List.of(),
                List.copyOf(breaks),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new AuditReport.Books(List.copyOf(sums), List.of(), List.of()));
    }

    void posted(String account, long minor) {
        sums.add(
                new AuditReport.Sum(
                        account, Currency.getInstance("USD"), BigInteger.valueOf(minor)));
    }

    int port() {
        return api.port();
    }

    String url(String path) {
        return "http://localhost:" + port() + path;
    }

    /// What a browser came away with.
    record Seen(int status, Map<String, List<String>> headers, String text) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        /// What the page's forms carry.
        String proof() {
            var found = PROOF.matcher(text);
            return found.find() ? found.group(1) : "";
        }
    }

    /// A browser with a cookie, or without.
    Seen get(String path, String cookie) {
        return get(path, cookie, Map.of());
    }

    Seen get(String path, String cookie, Map<String, String> headers) {
        var request = request(path, cookie).GET();
        headers.forEach(request::header);
        return send(request);
    }

    /// One who comes by a proxy.
    Seen getFrom(String address, String path, String cookie) {
        return send(request(path, cookie).header("X-Forwarded-For", address).GET());
    }

    /// As a page of the console's own would send it.
    Seen post(String path, String cookie, Map<String, String> fields) {
        return post(path, cookie, fields, Map.of("Sec-Fetch-Site", "same-origin"));
    }

    Seen post(String path, String cookie, Map<String, String> fields, Map<String, String> headers) {
        var form =
                new TreeMap<>(fields)
                        .entrySet().stream()
                                .map(field ->
                                        field.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        field.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"));
        var request =
                request(path, cookie)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form));
        headers.forEach(request::header);
        return send(request);
    }

    /// The cookie of one who has signed in.
    String signedIn(String operator) {
        var token = tokens.ofOperator(operator);
        var seen = post("/console/sign-in", "", Map.of("token", token));
        return seen.header("set-cookie").split(";", 2)[0];
    }

    private HttpRequest.Builder request(String path, String cookie) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(20));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private Seen send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            return new Seen(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        bank.close();
        api.close();
        console.close();
        client.close();
    }
}
