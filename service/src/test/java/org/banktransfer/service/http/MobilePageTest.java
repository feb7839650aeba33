package org.banktransfer.service.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;

import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.service.fake.FakeInstitution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The page in a real browser: whatever the customer or the network does, one wish is one transfer.
class MobilePageTest {

    private static final String TRANSFERS = "**/v1/transfers";

    /// All that the page may keep.
    private static final String TRANSFER = "tr_[0-9A-Za-z_-]+";

    private static final String PENDING =
            "\\{\"key\":\"[0-9a-f-]{32,36}\"(,\"transfer\":\"" + TRANSFER + "\")?}";
    private static final String TYPED = "\\{\"account\":\"acc_ann\",\"institution\":\"sandbox\"}";
    private static final String TOKEN = "[\\w-]+\\.[\\w-]+\\.[\\w-]+";

    @SuppressWarnings("NullAway.Init") // set before the first test, by JUnit
    private static Browser browser;

    private final ApiWorld world = new ApiWorld();
    private final BrowserContext phone = browser.phone();
    private final Page page = opened();

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @AfterEach
    void nothing_but_a_key_and_ids_is_kept_and_no_script_complains() {
        var kept = Browser.kept(page, "localStorage");
        var keptInTab = Browser.kept(page, "sessionStorage");
        var cookies = phone.cookies();
        phone.close();
        world.close();
        kept.forEach((name, value) -> {
            assertThat(name).matches("banktransfer\\.(pending|last|seen)\\.[0-9a-z]{1,13}");
            assertThat(value).matches(name.contains("pending") ? PENDING : TRANSFER);
        });
        keptInTab.forEach(
                (name, value) -> assertThat(value).matches(name.contains("typed") ? TYPED : TOKEN));
        assertThat(cookies).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private Page opened() {
        var opened = phone.newPage();
        opened.navigate(
                "http://localhost:%d/?institution=sandbox#token=%s&account=acc_ann"
                        .formatted(world.port(), world.tokens.of("ann")));
        assertThat(opened.locator("#redeem")).isVisible();
        assertThat(opened.locator("#balance")).isVisible();
        return opened;
    }

    private static void fill(Page on, String pin) {
        on.fill("#number", "6034 9325 2897 3614");
        on.fill("#pin", pin);
        on.check("#part");
        on.fill("#amount", "25.00");
    }

    private static void press(Page on) {
        on.click("#press");
    }

    private static void assertEnds(Page on, String status) {
        assertThat(on.locator("#outcome[data-status=" + status + "]")).isVisible();
    }

    private void assertRedeemedOnce() {
        assertThat(world.bank.store.all()).hasSize(1);
        assertThat(world.bank.institution.asked()).hasSize(1);
        assertThat(world.bank.balance(FakeBank.ANNS)).isEqualTo(2_500);
    }

    @Test
    void a_press_redeems_the_card_and_says_where_the_money_is() {
        fill(page, FakeInstitution.PIN);
        press(page);

        assertEnds(page, "completed");
        assertThat(page.locator("#where")).containsText("In your account acc_ann");
        assertThat(page.locator("#balance")).containsText("$25.00");
        assertRedeemedOnce();
    }

    @Test
    void the_token_leaves_the_address_at_once_and_the_card_leaves_the_form() {
        assertThat(page.url()).doesNotContain("token", "#");
        fill(page, FakeInstitution.PIN);
        press(page);

        assertEnds(page, "completed");
        page.click("#again");
        assertThat(page.locator("#number")).hasValue("");
        assertThat(page.locator("#pin")).hasValue("");
    }

    @Test
    void without_the_amount_the_whole_balance_is_redeemed() {
        fill(page, FakeInstitution.PIN);
        page.check("#whole");
        press(page);

        assertEnds(page, "completed");
        assertThat(page.locator("#title")).containsText("$100.00 redeemed");
    }

    @Test
    void five_quick_presses_redeem_once() {
        fill(page, FakeInstitution.PIN);
        page.evaluate(
                "() => { for (let i = 0; i < 5; i++) document.getElementById('press').click(); }");
        page.evaluate(
                "() => { for (let i = 0; i < 5; i++) document.forms.redeem.requestSubmit(); }");

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void a_reload_while_it_is_pending_goes_on_with_the_same_transfer() {
        world.bank.institution.hold();
        fill(page, FakeInstitution.PIN);
        press(page);
        assertEnds(page, "pending");
        assertThat(page.locator("#where")).containsText("Never both");

        page.reload();
        assertEnds(page, "pending");
        world.bank.institution.open();

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void a_reload_before_the_answer_finds_the_transfer_by_its_key() {
        page.route(TRANSFERS, route -> ifPress(route, Route::fetch));
        fill(page, FakeInstitution.PIN);
        press(page);
        page.waitForCondition(() -> world.bank.store.all().size() == 1);

        page.reload();

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void an_outcome_is_shown_again_after_a_reload_until_the_customer_goes_on() {
        fill(page, FakeInstitution.PIN);
        press(page);
        assertEnds(page, "completed");

        page.reload();
        assertEnds(page, "completed");
        page.click("#again");
        page.reload();

        assertThat(page.locator("#redeem")).isVisible();
        assertRedeemedOnce();
    }

    @Test
    void after_a_reload_the_tab_still_knows_account_and_institution() {
        fill(page, FakeInstitution.PIN);
        press(page);
        assertEnds(page, "completed");
        page.click("#again");
        page.navigate("http://localhost:" + world.port() + "/");

        assertThat(page.locator("#account")).hasValue("acc_ann");
        assertThat(page.locator("#institution")).hasValue("sandbox");
        assertThat(page.locator("#number")).hasValue("");
    }

    @Test
    void another_customer_of_the_same_browser_sees_nothing_of_the_first() {
        world.bank.institution.hold();
        fill(page, FakeInstitution.PIN);
        press(page);
        assertEnds(page, "pending");

        var bobs = phone.newPage();
        bobs.navigate(
                "http://localhost:%d/#token=%s".formatted(world.port(), world.tokens.of("bob")));
        assertThat(bobs.locator("#redeem")).isVisible();
        assertThat(bobs.locator("#account")).hasValue("");
        world.bank.institution.open();

        assertEnds(page, "completed");
    }

    @Test
    void a_network_lost_before_the_answer_costs_nothing_but_time() {
        page.route(
                TRANSFERS,
                route ->
                        ifPress(
                                route,
                                press -> {
                                    press.fetch();
                                    phone.setOffline(true);
                                    press.abort("internetdisconnected");
                                }));
        fill(page, FakeInstitution.PIN);
        press(page);

        assertThat(page.locator("#title")).containsText("No connection");
        phone.setOffline(false);

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void a_press_that_never_arrived_is_pressed_again_with_the_same_key() {
        var keys = new ArrayList<String>();
        page.route(
                TRANSFERS,
                route ->
                        ifPress(
                                route,
                                press -> {
                                    keys.add(press.request().headerValue("Idempotency-Key"));
                                    if (keys.size() == 1) {
                                        press.abort("connectionreset");
                                    } else {
                                        press.resume();
                                    }
                                }));
        fill(page, FakeInstitution.PIN);
        press(page);
        assertThat(page.locator("#notice")).containsText("never taken twice");
        page.reload();
        assertThat(page.locator("#notice")).containsText("never taken twice");

        fill(page, FakeInstitution.PIN);
        press(page);

        assertEnds(page, "completed");
        assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
        assertRedeemedOnce();
    }

    @Test
    void a_bank_out_of_reach_after_the_press_is_asked_until_it_answers() {
        page.route(
                TRANSFERS,
                route ->
                        ifPress(
                                route,
                                press -> {
                                    // Arrives, but the page sees neither it nor its traces for now.
                                    press.fetch();
                                    world.bank.store.reachable(false);
                                    press.abort("connectionreset");
                                }));
        fill(page, FakeInstitution.PIN);
        press(page);
        assertThat(page.locator("#title")).containsText("No connection");
        page.unroute(TRANSFERS);
        world.bank.store.reachable(true);

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void another_wish_while_the_first_is_uncertain_ends_in_the_first() {
        var lookUps = "**/v1/transfers?idempotency_key=*";
        page.route(
                lookUps,
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("application/json")
                                        .setBody("{\"data\": [], \"next_cursor\": null}")));
        page.route(
                TRANSFERS,
                route ->
                        ifPress(
                                route,
                                press -> {
                                    press.fetch();
                                    press.abort("connectionreset");
                                }));
        fill(page, FakeInstitution.PIN);
        press(page);
        assertThat(page.locator("#notice")).containsText("never taken twice");
        page.unroute(TRANSFERS);
        page.fill("#amount", "30.00");
        page.unroute(lookUps);
        press(page);

        assertEnds(page, "completed");
        assertThat(page.locator("#title")).containsText("$25.00");
        assertRedeemedOnce();
    }

    @Test
    void a_second_tab_follows_what_the_first_one_redeems() {
        var second = opened();
        fill(second, FakeInstitution.PIN);
        world.bank.institution.hold();
        fill(page, FakeInstitution.PIN);
        press(page);

        assertEnds(page, "pending");
        assertEnds(second, "pending");
        world.bank.institution.open();

        assertEnds(page, "completed");
        assertEnds(second, "completed");
        second.click("#again");
        assertThat(second.locator("#number")).hasValue("");
        assertRedeemedOnce();
    }

    @Test
    void two_tabs_pressed_at_once_redeem_once() {
        var second = opened();
        for (var tab : List.of(page, second)) {
            fill(tab, FakeInstitution.PIN);
            tab.evaluate(
                    "() => setTimeout(() => document.getElementById('press').click(),"
                            + " 1500 - Date.now() % 1000)");
        }

        assertEnds(page, "completed");
        assertEnds(second, "completed");
        assertRedeemedOnce();
    }

    @Test
    void a_wrong_pin_is_told_and_another_press_is_another_request() {
        fill(page, "1111");
        press(page);
        assertEnds(page, "declined");
        assertThat(page.locator("#where")).containsText("No money moved");

        page.click("#again");
        fill(page, FakeInstitution.PIN);
        press(page);

        assertEnds(page, "completed");
        assertThat(world.bank.store.all()).hasSize(2);
    }

    @Test
    void a_refused_credit_is_told_until_the_card_is_whole() {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.holdReversals();
        fill(page, FakeInstitution.PIN);
        press(page);
        assertEnds(page, "reversing");
        assertThat(page.locator("#where")).containsText("On its way back");

        world.bank.institution.open();

        assertEnds(page, "reversed");
        assertThat(page.locator("#where")).containsText("Your account got nothing");
    }

    @Test
    void a_busy_card_shows_the_transfer_in_the_way() {
        world.bank.institution.hold();
        world.press("another-key", ApiWorld.WISH);
        fill(page, FakeInstitution.PIN);
        press(page);

        assertEnds(page, "pending");
        world.bank.institution.open();
        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void an_expired_token_is_asked_for_again_and_nothing_is_forgotten() {
        world.bank.institution.hold();
        fill(page, FakeInstitution.PIN);
        press(page);
        assertEnds(page, "pending");

        page.evaluate("() => sessionStorage.clear()");
        page.reload();
        page.fill("#token", world.tokens.of("ann"));
        page.click("#sign-in button");
        assertEnds(page, "pending");
        world.bank.institution.open();

        assertEnds(page, "completed");
        assertRedeemedOnce();
    }

    @Test
    void what_is_wrong_with_the_form_is_said_at_the_field_and_nothing_is_sent() {
        page.fill("#number", "123");
        page.fill("#pin", "1");
        page.check("#part");
        page.fill("#amount", "-1");
        press(page);

        assertThat(page.locator("#number-error")).containsText("12 to 19 digits");
        assertThat(page.locator("#pin-error")).containsText("4 to 12 digits");
        assertThat(page.locator("#amount-error")).containsText("not an amount");
        assertThat(page.locator("#number")).isFocused();
        assertThat(world.bank.store.all()).isEmpty();
    }

    private static void ifPress(Route route, java.util.function.Consumer<Route> then) {
        if (route.request().method().equals("POST")) {
            then.accept(route);
        } else {
            route.resume();
        }
    }
}
