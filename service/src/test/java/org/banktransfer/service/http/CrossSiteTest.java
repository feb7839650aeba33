package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import com.sun.net.httpserver.HttpServer;

import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.service.fake.FakeBank;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/// A page of somebody else's, open in the browser of a customer or an operator, can make the
/// browser send requests here. Nothing comes of them: what counts is a header that only a script of
/// our own origin can set, and a browser holds nothing that it would add by itself.
class CrossSiteTest {

    private static final String FREEZE =
            "{\"owner\": \"ann\", \"currency\": \"USD\", \"status\": \"frozen\"}";

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void nothing_came_of_it() {
        assertThat(world.bank.store.all()).isEmpty();
        assertThat(world.bank.institution.asked()).isEmpty();
        assertThat(world.bank.ledger.find(FakeBank.ANNS).orElseThrow().status())
                .isEqualTo(AccountStatus.OPEN);
        world.close();
    }

    /// What a form or an image can send, with a token wherever a browser might put one by itself or
    /// a form might carry it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST | /v1/transfers                      | application/x-www-form-urlencoded
                    POST | /v1/transfers                      | multipart/form-data; boundary=x
                    POST | /v1/transfers                      | text/plain
                    POST | /v1/transfers                      | application/json
                    POST | /v1/transfers?access_token=TOKEN   | text/plain
                    POST | /v1/transfers?idempotency_key=k    | text/plain
                    PUT  | /v1/accounts/acc_ann               | application/json
                    POST | /v1/accounts/acc_ann               | application/x-www-form-urlencoded
                    POST | /v1/accounts/acc_ann?_method=PUT   | application/x-www-form-urlencoded
                    GET  | /v1/transfers?access_token=TOKEN   | text/plain
                    GET  | /v1/accounts/acc_ann?_method=PUT&access_token=TOKEN | text/plain
                    """)
    void without_its_header_a_request_does_nothing(String method, String path, String type) {
        var token = path.contains("accounts") ? world.tokens.ofOperator() : world.tokens.of("ann");
        for (var body : new String[] {WISH, FREEZE, "access_token=" + token + "&" + WISH}) {
            var answer =
                    world.fromElsewhere(
                            method,
                            path.replace("TOKEN", token),
                            method.equals("GET") ? "" : body,
                            "Origin",
                            "https://elsewhere.example",
                            "Sec-Fetch-Site",
                            "cross-site",
                            "Content-Type",
                            type,
                            "X-HTTP-Method-Override",
                            "PUT",
                            "Cookie",
                            "token="
                                    + token
                                    + "; access_token="
                                    + token
                                    + "; Authorization="
                                    + "Bearer%20"
                                    + token);

            assertThat(answer.status()).as(answer.text()).isIn(401, 405);
        }
    }

    /// The other half: what a script of ours sends does count, so the test above tries the right
    /// paths.
    @Test
    void with_its_header_the_same_does_something() {
        assertThat(world.press("key-1", WISH.replace("acc_ann", "acc_none")).code())
                .isEqualTo("account_unusable");
        var open = FREEZE.replace("frozen", "open");
        assertThat(world.put(world.tokens.ofOperator(), "/v1/accounts/acc_ann", open).status())
                .isEqualTo(200);
    }

    /// A real browser, with the customer signed in in the next tab, on a page that tries all that
    /// the web platform lets it: forms of each encoding, requests without and with leave asked.
    @Test
    void a_hostile_page_in_the_customers_browser_gets_nothing_done_and_reads_nothing()
            throws IOException {
        var elsewhere = serve(hostile("http://localhost:" + world.port()));
        try (var browser = new Browser();
                var phone = browser.phone()) {
            var ours = phone.newPage();
            ours.navigate(
                    "http://localhost:%d/#token=%s&account=acc_ann"
                            .formatted(world.port(), world.tokens.of("ann")));
            ours.locator("#balance").waitFor();

            var theirs = phone.newPage();
            theirs.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
            theirs.waitForFunction("() => document.title === 'done'");

            assertThat(theirs.evaluate("() => window.read.join()")).isEqualTo("");
            // The three forms and the one request that asks for no leave do arrive.
            theirs.waitForCondition(
                    () -> Collections.frequency(world.answered, "POST /v1/transfers 401") >= 4);
        } finally {
            elsewhere.stop(0);
        }
    }

    private static HttpServer serve(String page) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        var bytes = page.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static String hostile(String target) {
        return """
        <!doctype html><title>trying</title>
        <iframe name="a"></iframe><iframe name="b"></iframe><iframe name="c"></iframe>
        <img id="image" src="TARGET/icon.svg">
        <script type="module">
          window.read = [];
          const wish = JSON.stringify(WISH);
          const types = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
          for (const [n, type] of types.entries()) {
            const form = document.createElement('form');
            form.method = 'post';
            form.enctype = type;
            form.action = 'TARGET/v1/transfers';
            form.target = 'abc'[n];
            const field = document.createElement('input');
            field.name = wish.slice(0, -1) + ',"x":"';
            field.value = '"}';
            form.append(field);
            document.body.append(form);
            form.submit();
          }
          const tries = [
            ['POST', '/v1/transfers', 'no-cors', { 'Content-Type': 'text/plain' }],
            ['POST', '/v1/transfers', 'cors',
              { 'Content-Type': 'application/json', 'Idempotency-Key': 'k', Authorization: 'Bearer x' }],
            ['PUT', '/v1/accounts/acc_ann', 'cors', { 'Content-Type': 'application/json' }],
          ];
          for (const [method, path, mode, headers] of tries) {
            try {
              const answer = await fetch('TARGET' + path,
                { method, mode, headers, body: wish, credentials: 'include' });
              if (answer.type !== 'opaque') window.read.push(path + ' answered ' + answer.status);
            } catch { /* the browser refused, as it should */ }
          }
          for (const path of ['/v1/transfers', '/openapi.yaml', '/health/live']) {
            try {
              window.read.push(path + ' ' + await (await fetch('TARGET' + path)).text());
            } catch { /* likewise */ }
          }
          const image = document.getElementById('image');
          await new Promise((done) => image.complete ? done() : image.onload = image.onerror = done);
          if (image.naturalWidth > 0) window.read.push('an image');
          for (let n = 0; n < frames.length; n++) {
            try { window.read.push(frames[n].document.body.textContent.trim()); } catch { }
          }
          window.read = window.read.filter((text) => text !== '');
          document.title = 'done';
        </script>
        """
                .replace("TARGET", target)
                .replace("WISH", WISH.strip());
    }
}
