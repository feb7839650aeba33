package org.banktransfer.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.reconciliation.Break;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.transfer.HistoryEntry;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The console without scripts: who may look, and what they read.
class ConsoleTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test, by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ConsoleWorld world;

    @BeforeEach
    void open() {
        world = new ConsoleWorld(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Transfer completed(String key) {
        var transfer = world.bank.begin(key);
        Await.until(() -> world.bank.store.find(transfer.id()).orElseThrow().isFinal());
        return world.bank.store.find(transfer.id()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/find?q=3614",
                "/console/series",
                "/console/transfers/tr_00000000000000000000000000000000"
            })
    void who_has_not_signed_in_is_shown_the_way_in_and_nothing_else(String path) {
        for (var cookie : List.of("", "console=", "console=x.y.z", "console=<script>")) {
            var seen = world.get(path, cookie);

            assertThat(seen.status()).as(cookie).isEqualTo(401);
            assertThat(seen.text()).contains("Sign in").doesNotContain("unaccounted");
        }
    }

    @Test
    void a_customers_token_opens_nothing() {
        var ann = world.tokens.of("ann");

        var seen = world.post("/console/sign-in", "", Map.of("token", ann));
        var forced = world.get("/console", "console=" + ann);

        assertThat(seen.status()).isEqualTo(403);
        assertThat(seen.headers()).doesNotContainKey("set-cookie");
        assertThat(forced.status()).isEqualTo(403);
        assertThat(forced.text()).doesNotContain("unaccounted");
    }

    @Test
    void the_session_is_a_cookie_that_no_script_can_read_and_no_other_site_can_send() {
        var seen =
                world.post(
                        "/console/sign-in", "", Map.of("token", world.tokens.ofOperator("olga")));

        assertThat(seen.status()).isEqualTo(303);
        assertThat(seen.header("location")).isEqualTo("/console");
        assertThat(seen.header("set-cookie"))
                .contains("; HttpOnly")
                .contains("; SameSite=Strict")
                .contains("; Path=/console");
        assertThat(world.get("/console", world.signedIn("olga")).text()).contains("olga");
    }

    @Test
    void behind_tls_the_cookie_travels_by_tls_only() {
        try (var behind =
                new ConsoleWorld(directory, new ConsoleSettings(Optional.empty(), true), 0)) {
            var token = behind.tokens.ofOperator("olga");

            var seen = behind.post("/console/sign-in", "", Map.of("token", token));

            assertThat(seen.header("set-cookie"))
                    .startsWith("__Secure-console=")
                    .contains("; Secure");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    cross-site  | -
                    same-site   | -
                    none        | -
                    -           | http://evil.example
                    -           | null
                    -           | -
                    """)
    void a_form_that_another_site_sends_does_nothing(String site, String origin) {
        var olga = world.signedIn("olga");
        var proof = world.get("/console", olga).proof();
        var headers = new HashMap<String, String>();
        Optional.ofNullable(site).ifPresent(value -> headers.put("Sec-Fetch-Site", value));
        Optional.ofNullable(origin).ifPresent(value -> headers.put("Origin", value));

        var signOut = world.post("/console/sign-out", olga, Map.of("proof", proof), headers);
        var signIn =
                world.post(
                        "/console/sign-in",
                        "",
                        Map.of("token", world.tokens.ofOperator("olga")),
                        headers);

        assertThat(signOut.status()).isEqualTo(403);
        assertThat(signIn.status()).isEqualTo(403);
        assertThat(signIn.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_form_counts_only_with_the_proof_that_its_operator_was_shown() {
        var olga = world.signedIn("olga");
        var oscar = world.signedIn("oscar");
        var olgas = world.get("/console", olga).proof();
        var oscars = world.get("/console", oscar).proof();

        assertThat(olgas).isNotEmpty().isNotEqualTo(oscars);
        assertThat(world.post("/console/sign-out", olga, Map.of()).status()).isEqualTo(403);
        assertThat(world.post("/console/sign-out", olga, Map.of("proof", oscars)).status())
                .isEqualTo(403);
        assertThat(world.post("/console/sign-out", olga, Map.of("proof", olgas)).status())
                .isEqualTo(303);
    }

    @Test
    void every_page_forbids_what_is_inline_and_what_is_from_elsewhere() {
        for (var path : List.of("/console", "/console/find", "/console/sign-in")) {
            var seen = world.get(path, world.signedIn("olga"));

            assertThat(seen.header("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(seen.header("cache-control")).isEqualTo("no-store");
            assertThat(seen.header("referrer-policy")).isEqualTo("same-origin");
            assertThat(seen.text()).doesNotContain(" style=").doesNotContain(" onclick");
        }
    }

    @Test
    void money_is_unaccounted_for_as_the_audit_says() {
        var olga = world.signedIn("olga");
        assertThat(world.get("/console", olga).text()).contains("Not audited yet");

        world.posted("due from sandbox", 7_500);
        world.posted("customers", 5_000);
        world.posted("transfers in transit", 2_500);
        world.safety.runOnce();
        assertThat(world.get("/console", olga).text())
                .contains("All accounted for", "0.00 USD", "As of ");
    }

    @Test
    void what_the_audit_finds_is_on_the_first_page() {
        var olga = world.signedIn("olga");
        var broken = "tr_" + "0".repeat(32);
        world.posted("due from sandbox", 7_500);
        world.posted("customers", 5_000);
        world.breaks.add(new Break(broken, Break.Kind.CREDITED_NOT_PAID, "<b>found</b>"));
        world.get("/console", olga);

        world.safety.runOnce();

        assertThat(world.get("/console", olga).text())
                .contains("Money is unaccounted for", "25.00 USD", broken, "credited not paid")
                .contains("&lt;b&gt;found")
                .doesNotContain("<b>found");
    }

    @Test
    void nothing_is_audited_while_nobody_looks() {
        world.posted("customers", 1);

        world.safety.runOnce();

        assertThat(world.get("/console", world.signedIn("olga")).text())
                .contains("Not audited yet");
    }

    @Test
    void a_transfer_is_found_by_what_people_know_of_it() {
        var transfer = completed("order-77");
        completedBy("other");
        var olga = world.signedIn("olga");
        var page = "/console/transfers/" + transfer.id();

        assertThat(world.get("/console/find?q=" + transfer.id(), olga).header("location"))
                .isEqualTo(page);
        assertThat(world.get("/console/find?customer=ann&q=order-77", olga).header("location"))
                .isEqualTo(page);
        for (var question : List.of("order-77", "3614", "ref", "acc_ann")) {
            assertThat(world.get("/console/find?q=" + question, olga).text())
                    .as(question)
                    .contains(page);
        }
        assertThat(world.get("/console/find?customer=ann", olga).text()).contains(page);
        assertThat(world.get("/console/find?from=2020-01-01T00:00", olga).text()).contains(page);
        for (var question :
                List.of("q=order-78", "q=0000", "q=3614&until=2020-01-01T00:00", "customer=bob")) {
            assertThat(world.get("/console/find?" + question, olga).text())
                    .as(question)
                    .doesNotContain("tr_");
        }
    }

    @Test
    void what_no_database_could_take_is_not_asked_of_one() {
        var olga = world.signedIn("olga");

        assertThat(world.get("/console/find?q=a%00b&customer=an%00n", olga).text())
                .contains("value=\"ab\"", "value=\"ann\"");
        for (var year : List.of("%2B999999999", "-999999999", "%2B10000")) {
            for (var name : List.of("from", "until")) {
                var seen = world.get("/console/find?" + name + "=" + year + "-01-01T00:00", olga);
                assertThat(seen.status()).as(year).isEqualTo(200);
                assertThat(seen.text()).as(year).doesNotContain("999999999", "10000-");
            }
        }
    }

    private void completedBy(String key) {
        completed(key);
    }

    @Test
    void a_transfers_page_tells_both_sides_and_where_the_money_is() {
        var transfer = completed("k");

        var text = world.get("/console/transfers/" + transfer.id(), world.signedIn("olga")).text();

        assertThat(text)
                .contains("25.00 USD is in the customer's account")
                .contains("due from sandbox", "account acc_ann")
                .contains("Hand over the money", "approved", "Credit the customer", "credited")
                .contains("on the order of node-1")
                .contains("<code>cash_out</code>")
                .doesNotContain("hx-get=");
    }

    @Test
    void money_in_transit_is_shown_there_until_the_card_is_whole() {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.holdReversals();
        var transfer = world.bank.begin("k");
        var page = "/console/transfers/" + transfer.id();
        var olga = world.signedIn("olga");

        Await.until(() -> world.get(page, olga).text().contains("is in transit"));
        assertThat(world.get(page, olga).text())
                .contains("transfers in transit", "refused limit", "hx-get=\"" + page);
        world.bank.institution.open();

        Await.until(() -> world.get(page, olga).text().contains("is on the card"));
    }

    @Test
    void text_from_outside_stays_text() {
        var hostile = "<script>alert(1)</script>\"onload='x'";
        var stored = completed("plain");
        var wish = stored.wish();
        world.bank.store.put(
                new Transfer(
                        stored.id(),
                        new Transfer.Wish(
                                wish.customer(),
                                new IdempotencyKey(hostile),
                                wish.account(),
                                wish.institution(),
                                wish.card(),
                                wish.last4(),
                                wish.amount()),
                        stored.state(),
                        stored.createdAt(),
                        stored.updatedAt(),
                        stored.validUntil(),
                        stored.patienceUntil(),
                        0,
                        Optional.empty()));
        world.bank.store.record(
                new Progress(
                        new HistoryEntry(
                                stored.id(),
                                world.bank.clock.instant(),
                                hostile,
                                "ask_institution",
                                "unknown",
                                hostile,
                                Duration.ZERO),
                        Optional.empty()));
        var olga = world.signedIn("olga");
        var encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);

        for (var path :
                List.of("/console/transfers/" + stored.id(), "/console/find?q=" + encoded)) {
            assertThat(world.get(path, olga).text())
                    .as(path)
                    .contains("&lt;script&gt;alert(1)")
                    .doesNotContain("<script>alert")
                    .doesNotContain("=\"" + hostile);
        }
        assertThat(world.get("/console/find?q=" + encoded, olga).text())
                .contains("value=\"&lt;script>alert(1)&lt;/script>&#34;onload=&#39;x&#39;\"");
    }

    @Test
    void what_is_out_of_reach_is_said_on_a_page() {
        var olga = world.signedIn("olga");
        world.bank.store.reachable(false);

        var seen = world.get("/console/find?customer=" + FakeBank.ANN.value(), olga);

        assertThat(seen.status()).isEqualTo(503);
        assertThat(seen.text()).contains("out of reach");
    }
}
