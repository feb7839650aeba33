package org.banktransfer.service.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.service.fake.FakeInstitution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// The page as an app: installed, offline, in two languages, for everybody.
class PhoneAppTest {

    private static final String WATCHED = "GET /v1/transfers/{id}/progress 200";

    @SuppressWarnings("NullAway.Init") // set before the first test, by JUnit
    private static Browser browser;

    private final ApiWorld world = new ApiWorld();
    private BrowserContext phone = browser.phone();

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @AfterEach
    void no_script_complains() {
        phone.close();
        world.close();
        assertThat(browser.complaints()).isEmpty();
    }

    private Page opened() {
        var page = phone.newPage();
        page.navigate(link());
        return page;
    }

    private String link() {
        return "http://localhost:%d/?institution=sandbox#token=%s&account=acc_ann"
                .formatted(world.port(), world.tokens.of("ann"));
    }

    private static void fill(Page page) {
        page.fill("#number", ApiWorld.NUMBER);
        page.fill("#pin", FakeInstitution.PIN);
        page.check("#part");
        page.fill("#amount", "25.00");
    }

    private static void assertEnds(Page page, String status) {
        assertThat(page.locator("#outcome[data-status=" + status + "]")).isVisible();
    }

    private void assertRedeemedOnce() {
        assertThat(world.bank.store.all()).hasSize(1);
        assertThat(world.bank.institution.asked()).hasSize(1);
        assertThat(world.bank.balance(FakeBank.ANNS)).isEqualTo(2_500);
    }

    // ---------------------------------------------------------------- as it goes

    @Test
    void what_happens_is_told_as_it_happens_and_not_asked_for_again_and_again() {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.hold();
        world.bank.institution.holdReversals();
        var page = opened();
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");

        world.bank.institution.openCashOuts();
        assertEnds(page, "reversing");
        assertThat(page.locator("#title")).hasText("Your card is being refunded");
        assertThat(page.locator("#next")).containsText("You don't need to do anything");
        world.bank.institution.open();
        assertEnds(page, "reversed");

        assertThat(world.answered).contains(WATCHED);
        assertThat(world.answered).doesNotContain("GET /v1/transfers/{id} 200");
    }

    @Test
    void where_the_stream_does_not_come_through_the_page_asks() {
        world.bank.institution.hold();
        var page = opened();
        page.route("**/progress", Route::abort);
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");
        world.bank.institution.open();

        assertEnds(page, "completed");
        assertThat(world.answered).contains("GET /v1/transfers/{id} 200");
    }

    @Test
    void a_page_that_turns_to_something_else_watches_no_longer() {
        world.bank.institution.hold();
        var first = world.press("key-1", ApiWorld.WISH);
        assertThat(first.status()).isEqualTo(202);
        var page = opened();
        for (int left = 0; left < 3; left++) {
            page.click("#past-list button");
            assertEnds(page, "pending");
            int ended = left;
            // Sooner than a stream ends by itself.
            page.waitForCondition(
                    () -> Collections.frequency(world.answered, WATCHED) >= ended,
                    new Page.WaitForConditionOptions().setTimeout(6_000));
        }
        world.bank.institution.open();

        assertEnds(page, "completed");
    }

    /// A browser has six connections to one bank, for all its tabs.
    @Test
    void a_tab_that_nobody_looks_at_holds_no_connection_and_catches_up_when_looked_at() {
        world.bank.institution.hold();
        var page = opened();
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");

        look(page, false);
        page.waitForCondition(
                () -> world.answered.contains(WATCHED),
                new Page.WaitForConditionOptions().setTimeout(6_000));
        world.bank.institution.open();
        page.waitForCondition(() -> world.bank.balance(FakeBank.ANNS) == 2_500);
        look(page, true);

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    private static void look(Page page, boolean at) {
        page.evaluate(
                """
                (at) => {
                  Object.defineProperty(document, 'hidden', { value: !at, configurable: true });
                  document.dispatchEvent(new Event('visibilitychange'));
                }
                """,
                at);
    }

    @Test
    void a_killed_tab_is_taken_up_by_a_new_one() {
        world.bank.institution.hold();
        var page = opened();
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");
        page.close();
        var another = opened();
        assertEnds(another, "pending");
        world.bank.institution.open();

        assertEnds(another, "completed");
        assertRedeemedOnce();
    }

    // ---------------------------------------------------------------- the form

    @Test
    void the_number_is_grouped_as_it_is_typed_and_the_cursor_stays() {
        var page = opened();
        var number = page.locator("#number");
        number.pressSequentially("603493252");
        assertThat(number).hasValue("6034 9325 2");

        page.evaluate("() => document.getElementById('number').setSelectionRange(2, 2)");
        number.pressSequentially("77");

        assertThat(number).hasValue("6077 3493 252");
        assertThat(page.evaluate("() => document.getElementById('number').selectionStart"))
                .isEqualTo(4);
        number.fill("");
        number.pressSequentially("6034x9325-2897 3614999999");
        assertThat(number).hasValue("6034 9325 2897 3614 999");
    }

    @Test
    void the_button_says_what_it_will_do() {
        var page = opened();
        assertThat(page.locator("#press")).hasText("Redeem everything");
        page.check("#part");
        assertThat(page.locator("#press")).hasText("Redeem");
        page.fill("#amount", "25");
        assertThat(page.locator("#press")).hasText("Redeem $25.00");
    }

    @Test
    void the_keyboard_alone_redeems_a_card() {
        var page = opened();
        assertThat(page.locator("#balance")).isVisible();
        page.focus("#sign-out");
        page.keyboard().press("Tab");
        page.keyboard().type(ApiWorld.NUMBER);
        page.keyboard().press("Tab");
        page.keyboard().type(FakeInstitution.PIN);
        page.keyboard().press("Tab");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Tab");
        page.keyboard().type("25");
        page.keyboard().press("Tab");
        assertThat(page.locator("#route-said")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator("#press")).isFocused();
        page.keyboard().press("Enter");

        assertEnds(page, "completed");
        assertThat(page.locator("#title")).isFocused();
        assertRedeemedOnce();
    }

    // ---------------------------------------------------------------- past transfers

    @Test
    void past_transfers_are_listed_a_page_at_a_time_and_can_be_looked_at() {
        for (int i = 1; i <= 12; i++) {
            world.press("key-" + i, ApiWorld.WISH.replace("2500", "" + i * 100));
        }
        var page = opened();
        var rows = page.locator("#past-list button");
        assertThat(rows).hasCount(10);
        assertThat(rows.first()).containsText("$12.00");

        page.click("#more");
        assertThat(rows).hasCount(12);
        assertThat(rows.last()).containsText("$1.00");
        assertThat(page.locator("#more")).isHidden();

        rows.nth(1).click();
        assertEnds(page, "completed");
        assertThat(page.locator("#title")).hasText("$11.00 redeemed");
        page.click("#again");
        assertThat(page.locator("#redeem")).isVisible();
    }

    @Test
    void another_customer_sees_no_transfer_of_the_first() {
        world.press("key-1", ApiWorld.WISH);
        var page = opened();
        assertThat(page.locator("#past-list button")).hasCount(1);

        page.navigate(
                "http://localhost:%d/?x#token=%s&account=acc_bob"
                        .formatted(world.port(), world.tokens.of("bob")));
        assertThat(page.locator("#past-none")).isVisible();
        assertThat(page.locator("#past-list button")).hasCount(0);
    }

    // ---------------------------------------------------------------- installed, and offline

    /// Until the worker has all files and answers for this page.
    private Page installed() {
        phone.close();
        phone = browser.phone(options -> options);
        var page = opened();
        page.waitForFunction("() => navigator.serviceWorker.controller !== null");
        return page;
    }

    @Test
    void it_can_be_installed() {
        var page = opened();
        assertThat(page.locator("link[rel=manifest]"))
                .hasAttribute("href", "/manifest.webmanifest");
        var manifest = world.plain("/manifest.webmanifest");
        assertThat(manifest.at("/start_url")).isEqualTo("/");
        assertThat(manifest.at("/display")).isEqualTo("standalone");
        for (var icon : manifest.json().path("icons")) {
            var src = icon.path("src").asString();
            var size =
                    page.evaluate(
                            "async (src) => { const i = new Image(); i.src = src; await i.decode();"
                                    + " return `${i.naturalWidth}x${i.naturalHeight}`; }",
                            src);
            if (!src.endsWith(".svg")) {
                assertThat(size).isEqualTo(icon.path("sizes").asString());
            }
        }
    }

    @Test
    void without_a_network_it_starts_and_works_up_to_the_press() {
        var page = installed();
        assertThat(page.locator("#balance")).isVisible();
        phone.setOffline(true);
        page.reload();
        assertThat(page.locator("#offline")).isVisible();
        fill(page);
        page.click("#press");
        assertThat(page.locator("#notice")).containsText("Nothing was sent");
        assertThat(Browser.kept(page, "localStorage")).isEmpty();

        phone.setOffline(false);
        assertThat(page.locator("#offline")).isHidden();
        assertThat(page.locator("#balance")).isVisible();
        assertThat(page.locator("#number")).hasValue("6034 9325 2897 3614");
        page.click("#press");

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void with_the_bank_gone_it_still_starts_and_sends_nothing() {
        var page = installed();
        assertThat(page.locator("#balance")).isVisible();
        world.api.close();
        page.reload();
        fill(page);
        page.click("#press");

        assertThat(page.locator("#notice")).containsText("Nothing was sent");
    }

    @Test
    void nothing_but_the_files_of_the_page_is_kept() {
        var page = installed();
        fill(page);
        page.click("#press");
        assertEnds(page, "completed");
        page.reload();
        assertEnds(page, "completed");

        var kept =
                (List<?>)
                        page.evaluate(
                                """
                                async () => {
                                  const all = [];
                                  for (const name of await caches.keys()) {
                                    for (const request of await (await caches.open(name)).keys()) {
                                      all.push(new URL(request.url).pathname);
                                    }
                                  }
                                  return all;
                                }
                                """);
        assertThat(kept)
                .map(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(
                        new PageRoutes()
                                .routes().stream()
                                        .map(org.banktransfer.service.http.Route::path)
                                        .filter(path ->
                                                !List.of("/sw.js", "/openapi.yaml").contains(path))
                                        .toList());
    }

    @Test
    void pressed_in_a_kept_page_whose_answer_is_lost_it_redeems_once() {
        var page = installed();
        world.bank.institution.hold();
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");
        phone.setOffline(true);
        page.reload();
        assertThat(page.locator("#outcome")).isVisible();
        world.bank.institution.open();
        phone.setOffline(false);

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    // ---------------------------------------------------------------- two languages

    @Test
    void it_speaks_the_browsers_language_also_for_dates_and_amounts() {
        phone.close();
        phone = browser.phone(options -> options.setLocale("de-AT"));
        var page = opened();
        fill(page);
        page.fill("#amount", "25,00");
        assertThat(page.locator("#press")).hasText("$ 25,00 einlösen");
        page.click("#press");

        assertEnds(page, "completed");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page.locator("#title")).hasText("$ 25,00 eingelöst");
        assertThat(page).hasTitle("Karte einlösen · BankTransfer");
        assertRedeemedOnce();
    }

    @Test
    void another_language_can_be_chosen_at_any_time_and_nothing_typed_is_lost() {
        world.bank.institution.hold();
        var page = opened();
        fill(page);
        page.selectOption("#language", "de");
        assertThat(page.locator("#press")).hasText("25,00 $ einlösen");
        assertThat(page.locator("#pin")).hasValue(FakeInstitution.PIN);
        page.click("#press");
        assertThat(page.locator("#title")).hasText("Unterwegs");

        page.reload();
        assertThat(page.locator("#title")).hasText("Unterwegs");
        page.selectOption("#language", "en");
        assertThat(page.locator("#title")).hasText("On its way");
        world.bank.institution.open();

        assertThat(page.locator("#title")).hasText("$25.00 redeemed");
        assertThat(Browser.kept(page, "sessionStorage"))
                .containsEntry("banktransfer.language", "en");
    }

    @Test
    void a_language_that_nobody_here_speaks_becomes_english() {
        phone.close();
        phone = browser.phone(options -> options.setLocale("fr-FR"));

        assertThat(opened().locator("#press")).hasText("Redeem everything");
    }

    // ---------------------------------------------------------------- for everybody

    @ParameterizedTest
    @CsvSource({"en-US, LIGHT", "en-US, DARK", "de-DE, LIGHT", "de-DE, DARK"})
    void nobody_is_shut_out_of_any_view(String locale, ColorScheme scheme) {
        phone.close();
        phone = browser.phone(options -> options.setLocale(locale).setColorScheme(scheme));
        var page = phone.newPage();
        page.navigate("http://localhost:%d/".formatted(world.port()));
        assertThat(page.locator("#sign-in")).isVisible();
        assertAccessible(page);
        everyViewOf(page, this::assertAccessible);
    }

    private void assertAccessible(Page page) {
        assertThat(Axe.violations(page)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE"})
    void no_view_is_wider_than_a_small_phone(String locale) {
        phone.close();
        phone = browser.phone(options -> options.setLocale(locale).setViewportSize(320, 640));
        everyViewOf(
                phone.newPage(),
                page ->
                        assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                                .isEqualTo(320));
    }

    /// The form, its errors, each status, and the list of past transfers beside them.
    private void everyViewOf(Page page, Consumer<Page> look) {
        page.navigate("http://localhost:%d/?y".formatted(world.port()));
        page.navigate(link());
        assertThat(page.locator("#balance")).isVisible();
        look.accept(page);
        page.check("#part");
        page.click("#press");
        assertThat(page.locator("#number-error")).isVisible();
        look.accept(page);
        page.fill("#number", ApiWorld.NUMBER);
        page.fill("#pin", "1111");
        page.check("#whole");
        page.click("#press");
        assertEnds(page, "declined");
        look.accept(page);
        page.click("#again");
        world.bank.institution.hold();
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");
        look.accept(page);
        world.bank.institution.open();
        assertEnds(page, "completed");
        page.click("#details summary");
        assertThat(page.locator("#history li").first()).isVisible();
        look.accept(page);
        page.click("#again");
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.holdReversals();
        fill(page);
        page.click("#press");
        assertEnds(page, "reversing");
        look.accept(page);
        world.bank.institution.open();
        assertEnds(page, "reversed");
        look.accept(page);
    }

    @Test
    void nothing_moves_for_who_does_not_like_that() {
        world.bank.institution.hold();
        phone.close();
        phone = browser.phone(options -> options.setReducedMotion(ReducedMotion.REDUCE));
        var page = opened();
        fill(page);
        page.click("#press");
        assertEnds(page, "pending");

        assertThat(page.evaluate("() => document.getAnimations().length")).isEqualTo(0);
    }
}
