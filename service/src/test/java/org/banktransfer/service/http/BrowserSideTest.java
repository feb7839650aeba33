package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.desk.DeskSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the service tells browsers, on the page and everywhere else, and that the page can live
/// with it.
class BrowserSideTest {

    private static final Map<String, String> POLICY =
            Map.ofEntries(
                    Map.entry("default-src", "'none'"),
                    Map.entry("script-src", "'self'"),
                    Map.entry("style-src", "'self'"),
                    Map.entry("connect-src", "'self'"),
                    Map.entry("img-src", "'self'"),
                    Map.entry("worker-src", "'self'"),
                    Map.entry("manifest-src", "'self'"),
                    Map.entry("form-action", "'none'"),
                    Map.entry("base-uri", "'none'"),
                    Map.entry("frame-ancestors", "'none'"),
                    Map.entry("require-trusted-types-for", "'script'"),
                    Map.entry("trusted-types", "service-worker"));

    /// Another origin; the one URL allowed is SVG's name, which nothing is fetched from.
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?i)(?<!xmlns=\")(https?|wss?|data|blob|javascript):|[\"'(]//");

    private static final Pattern INLINE =
            Pattern.compile(
                    "(?is)<script(?![^>]*\\bsrc=)|<style|\\sstyle\\s*=|<[^>]*\\son\\w+\\s*=");

    /// Ways from text to markup, code, or a place where the page keeps something besides those that
    /// it says.
    private static final Pattern UNWANTED_IN_SCRIPT =
            Pattern.compile(
                    "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|Function\\("
                            + "|setAttribute\\(\\s*['\"](on|style)|document\\.cookie|indexedDB"
                            + "|\\bcaches\\b|serviceWorker|createPolicy|postMessage|import\\(");

    /// What one file each is for.
    private static final Map<String, Set<String>> WANTED =
            Map.of(
                    "/sw.js", Set.of("caches"),
                    "/install.js", Set.of("serviceWorker", "createPolicy"));

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    static Stream<String> pageFiles() {
        return new PageRoutes().routes().stream().map(Route::path);
    }

    @ParameterizedTest
    @MethodSource("pageFiles")
    void every_file_is_served_under_a_policy_with_nothing_inline_and_nobody_else(String path) {
        var policy = world.plain(path).header("Content-Security-Policy").orElseThrow();

        assertThat(policy).doesNotContain("unsafe", "*", "http", "data:", "blob:", "nonce");
        assertThat(Arrays.stream(policy.split(";", -1)).map(String::strip))
                .containsExactlyInAnyOrderElementsOf(
                        POLICY.entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("pageFiles")
    void no_file_of_the_page_names_another_origin_or_has_code_inline(String path) {
        var file = world.plain(path);
        assertThat(file.status()).isEqualTo(200);
        var type = file.header("Content-Type").orElseThrow();
        if (type.startsWith("application/yaml") || type.equals("image/png")) {
            return; // The contract is text for people and tools; it runs nowhere. Nor does a
            // picture.
        }

        assertThat(found(ELSEWHERE, file.text())).isEmpty();
        assertThat(found(INLINE, file.text())).isEmpty();
        assertThat(found(UNWANTED_IN_SCRIPT, file.text()))
                .allSatisfy(
                        found -> assertThat(WANTED.getOrDefault(path, Set.of())).contains(found));
    }

    /// Planted, so that the patterns above are known to find something.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<script type=\"module\">go()</script>",
                "<p onclick=\"go()\">",
                "<p style=\"color: red\">",
                "<style>p {}</style>",
                "<script src=\"https://cdn.example/a.js\"></script>",
                "<script src=\"//cdn.example/a.js\"></script>",
                "@import url(//fonts.example/a.css)",
                "<a href=\"javascript:go()\">",
                "element.innerHTML = typed",
                "document.cookie = 'a=b'",
            })
    void what_does_not_belong_into_a_file_would_be_found(String planted) {
        assertThat(
                        Stream.of(ELSEWHERE, INLINE, UNWANTED_IN_SCRIPT)
                                .flatMap(pattern -> found(pattern, planted).stream()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    number      | inputmode="numeric" | autocomplete="cc-number"
                    pin         | inputmode="numeric" | autocomplete="off"
                    pin         | type="password"     | maxlength="12"
                    amount      | inputmode="decimal" | autocomplete="transaction-amount"
                    token       | spellcheck="false"  | autocomplete="off"
                    number      | spellcheck="false"  | maxlength="23"
                    account     | spellcheck="false"  | autocomplete="off"
                    institution | spellcheck="false"  | autocomplete="off"
                    """)
    void every_field_says_what_a_browser_may_offer_and_keep(String id, String one, String other) {
        var fields = Pattern.compile("(?s)<(?:input|textarea) id=\"" + id + "\"[^>]*>");

        assertThat(found(fields, world.plain("/").text()))
                .singleElement()
                .asString()
                .contains(one, other);
    }

    static Stream<Contract.Operation> operations() {
        return new Contract().operations().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void no_answer_is_for_other_origins_or_guessed_at_or_brings_a_cookie(
            Contract.Operation operation) {
        var path = operation.path().replace("{id}", "acc_ann");
        for (var token : List.of(world.tokens.of("ann"), "none")) {
            var answer =
                    world.fromElsewhere(
                            operation.method(),
                            path,
                            "",
                            "Origin",
                            "https://elsewhere.example",
                            "Authorization",
                            "Bearer " + token);

            assertSafe(answer);
            if (path.startsWith("/v1/")) {
                assertThat(answer.header("Cache-Control")).contains("no-store");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_preflight_is_answered_without_leave(Contract.Operation operation) {
        var answer =
                world.fromElsewhere(
                        "OPTIONS",
                        operation.path().replace("{id}", "acc_ann"),
                        "",
                        "Origin",
                        "https://elsewhere.example",
                        "Access-Control-Request-Method",
                        operation.method(),
                        "Access-Control-Request-Headers",
                        "authorization,content-type,idempotency-key");

        assertThat(answer.status()).isEqualTo(405);
        assertSafe(answer);
    }

    @Test
    void what_the_server_itself_refuses_is_no_exception() throws Exception {
        try (var socket = RawHttp.connect(world.port())) {
            socket.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

            var answer = socket.answer();
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertSafe(answer);
        }
    }

    private static void assertSafe(Exchange answer) {
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(answer.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'");
        for (var never :
                List.of(
                        "Access-Control-Allow-Origin",
                        "Access-Control-Allow-Credentials",
                        "Access-Control-Allow-Methods",
                        "Access-Control-Allow-Headers",
                        "Set-Cookie",
                        "Strict-Transport-Security")) {
            assertThat(answer.header(never)).as(never).isEmpty();
        }
    }

    @Test
    void behind_tls_every_answer_tells_browsers_to_come_in_no_other_way() throws Exception {
        var desk = DeskSettings.defaults(Duration.ofSeconds(3));
        try (var behindTls = new ApiWorld(desk, behindTls());
                var socket = RawHttp.connect(behindTls.port())) {
            var answers =
                    List.of(
                            behindTls.plain("/"),
                            behindTls.plain("/nowhere"),
                            behindTls.get("/v1/accounts/acc_ann"),
                            behindTls.press("key-1", "{}"));
            socket.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            var byTheServer = socket.answer();

            assertThat(Stream.concat(answers.stream(), Stream.of(byTheServer)))
                    .allSatisfy(answer ->
                            assertThat(answer.header("Strict-Transport-Security"))
                                    .contains("max-age=31536000"));
        }
    }

    private static HttpSettings behindTls() {
        var plain = HttpSettings.defaults("127.0.0.1", 0);
        return new HttpSettings(
                plain.host(),
                plain.port(),
                plain.answerWithin(),
                plain.bodyMax(),
                plain.bodyWithin(),
                plain.headersWithin(),
                plain.idleWithin(),
                plain.connectionsMax(),
                true);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group()).toList();
    }
}
