package org.banktransfer.service.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import org.banktransfer.identity.OperatorId;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.http.Browser;
import org.banktransfer.transfer.Intervention;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The console in a real browser: with scripts and without, light and dark, wide and narrow, by
/// keyboard alone.
class ConsolePageTest {

    @SuppressWarnings("NullAway.Init") // set before the first test, by JUnit
    private static Browser browser;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test, by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ConsoleWorld world;

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void open() {
        world = new ConsoleWorld(directory);
        world.posted("due from sandbox", 7_500);
        world.posted("customers", 5_000);
        world.posted("transfers in transit", 2_500);
    }

    @AfterEach
    void no_script_complains() {
        world.close();
        assertThat(browser.complaints()).isEmpty();
    }

    private static BrowserContext window(int width, ColorScheme colours, boolean scripts) {
        return browser.opened(
                new NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(colours)
                        .setJavaScriptEnabled(scripts)
                        .setLocale("en-US"));
    }

    /// By the link that a demonstration prints.
    private Page signedIn(BrowserContext context) {
        var page = context.newPage();
        page.navigate(world.url("/console/sign-in#token=" + world.tokens.ofOperator("olga")));
        assertThat(page.locator("h2#safe")).isVisible();
        return page;
    }

    private Transfer completed(String key) {
        var transfer = world.bank.begin(key);
        Await.until(() -> world.bank.store.find(transfer.id()).orElseThrow().isFinal());
        return transfer;
    }

    @Test
    void the_link_signs_in_and_leaves_nothing_that_a_script_could_read() {
        try (var context = window(1200, ColorScheme.LIGHT, true)) {
            var page = signedIn(context);

            assertThat(page.url()).isEqualTo(world.url("/console"));
            assertThat((String) page.evaluate("document.cookie")).isEmpty();
            var kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])");
            assertThat((String) kept).doesNotContain("eyJ").doesNotContain("proof");
            page.locator("text=Sign out").click();
            assertThat(page.locator("h1")).hasText("Sign in");
            page.navigate(world.url("/console"));
            assertThat(page.locator("h1")).hasText("Sign in");
        }
    }

    @Test
    void the_overview_keeps_itself_up_to_date_and_draws_its_plots() {
        try (var context = window(1200, ColorScheme.LIGHT, true)) {
            var page = signedIn(context);
            assertThat(page.locator(".verdict").first()).hasText("Not audited yet");
            world.rates.runOnce();
            world.rates.runOnce();

            world.safety.runOnce();

            assertThat(page.locator(".verdict").first()).hasText("All accounted for");
            assertThat(page.locator("#rates canvas")).isVisible();
            assertThat(page.locator("#latencies canvas")).isVisible();
        }
    }

    @Test
    void a_transfers_page_follows_it_until_it_is_settled() {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.holdReversals();
        var transfer = world.bank.begin("k");
        try (var context = window(1200, ColorScheme.LIGHT, true)) {
            var page = signedIn(context);
            page.navigate(world.url("/console/transfers/" + transfer.id()));
            assertThat(page.locator(".title .status")).hasText("reversing");

            world.bank.institution.open();

            assertThat(page.locator(".title .status")).hasText("reversed");
            assertThat(page.locator(".places .here")).containsText("Card");
            assertThat(page.locator("#transfer[hx-get]")).hasCount(0);
        }
    }

    @Test
    void everything_can_be_read_without_scripts() {
        var transfer = completed("k");
        world.get("/console", world.signedIn("olga"));
        world.safety.runOnce();
        try (var context = window(1200, ColorScheme.LIGHT, false)) {
            var page = context.newPage();
            page.navigate(world.url("/console"));
            page.fill("#token", world.tokens.ofOperator("olga"));
            page.locator("text=Sign in >> nth=-1").click();

            assertThat(page.locator(".verdict").first()).hasText("All accounted for");
            page.locator("text=Find a transfer").click();
            page.fill("#q", "3614");
            page.locator("form.find button").click();
            page.locator("text=" + transfer.id()).click();
            assertThat(page.locator(".timeline")).containsText("Credit the customer");
        }
    }

    @Test
    void a_transfer_is_found_by_keyboard_alone() {
        var transfer = completed("k");
        try (var context = window(1200, ColorScheme.LIGHT, true)) {
            var page = signedIn(context);
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            tabTo(page, "Find a transfer");
            page.keyboard().press("Enter");
            assertThat(page.locator("#q")).isFocused();
            page.keyboard().type("k");
            page.keyboard().press("Enter");
            assertThat(page.locator("tbody a")).isVisible();
            tabTo(page, transfer.id().toString());
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText(transfer.id().toString());
        }
    }

    private Transfer stuckWithAProposal() {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.holdReversals();
        var transfer = world.bank.begin("stuck");
        Await.until(() ->
                world.bank.store.find(transfer.id()).orElseThrow().state()
                        instanceof TransferState.Reversing);
        var proposal =
                new Intervention(
                        UUID.randomUUID(),
                        transfer.id(),
                        new Intervention.Kind.DriveNow(),
                        "The institution says it is back",
                        new OperatorId("oscar"),
                        world.bank.clock.instant(),
                        Optional.empty());
        assertThat(world.interventions.propose(proposal)).isEqualTo(Interventions.Answer.DONE);
        return transfer;
    }

    private static void tabTo(Page page, String text) {
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Tab");
            var focused = (String) page.evaluate("document.activeElement.textContent.trim()");
            if (focused.equals(text)) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + text);
    }

    @Test
    void no_page_shuts_anybody_out_in_light_or_dark_on_a_phone_or_a_desk() {
        completed("other");
        var transfer = stuckWithAProposal();
        for (int i = 0; i < 30; i++) {
            world.rates.runOnce();
        }
        world.get("/console", world.signedIn("olga"));
        world.safety.runOnce();
        for (var colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {390, 1200}) {
                try (var context = window(width, colours, true)) {
                    var page = context.newPage();
                    page.navigate(world.url("/console/sign-in"));
                    assertAccessible(page);
                    page.close();
                    page = signedIn(context);
                    for (var path :
                            List.of(
                                    "/console",
                                    "/console/find?q=3614",
                                    "/console/interventions",
                                    "/console/transfers/" + transfer.id(),
                                    "/console/transfers/" + transfer.id() + "/propose")) {
                        page.navigate(world.url(path));
                        page.evaluate(
                                "document.querySelectorAll('details').forEach(d => d.open = true)");
                        assertAccessible(page);
                        picture(page, path, colours, width);
                    }
                }
            }
        }
    }

    /// With `-Dpictures=DIRECTORY`, as docs/images/console.png was made.
    private static void picture(Page page, String path, ColorScheme colours, int width) {
        var directory = System.getProperty("pictures");
        if (directory != null) {
            var name = path.replaceAll("\\W+", "-").replaceAll("tr_\\w+", "tr");
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(
                                    Path.of(
                                            directory,
                                            "%s-%s-%d.png".formatted(name, colours, width))));
        }
    }

    /// By axe-core's rules of WCAG 2.2 AA; and nothing but tables scrolls sideways.
    private static void assertAccessible(Page page) {
        page.evaluate(AXE);
        var violations =
                page.evaluate(
                        """
                        () => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
                                                 "wcag22aa", "best-practice"]})
                            .then(found => found.violations.map(each =>
                                each.id + ": " + each.nodes.map(node => node.html).join(" ")))
                        """);
        assertThat((List<?>) violations).as(page.url()).isEmpty();
        assertThat(
                        page.evaluate(
                                "document.documentElement.scrollWidth"
                                        + " <= document.documentElement.clientWidth"))
                .as(page.url() + " fits")
                .isEqualTo(true);
    }

    private static final String AXE = axe();

    private static String axe() {
        try (InputStream in = ConsolePageTest.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("no axe.min.js");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
