package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.fake.FakeBank;
import org.banktransfer.service.fake.FakeInstitution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class RedeemTest {

    private static final String WHOLE_BALANCE = WISH.replace("\"amount\": 2500, ", "");
    private static final String WRONG_PIN = WISH.replace("4821", "1111");

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_redeemed_card_is_answered_with_its_completed_transfer() {
        var answer = world.press("key-1", WISH);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/status")).isEqualTo("completed");
        assertThat(answer.at("/amount")).isEqualTo("2500");
        assertThat(answer.at("/card/last4")).isEqualTo("3614");
        assertThat(answer.json().at("/reason").isNull()).isTrue();
        assertThat(answer.header("Location")).contains("/v1/transfers/" + answer.at("/id"));
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(answer.header("Idempotent-Replayed")).isEmpty();
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(world.bank.balance(FakeBank.ANNS)).isEqualTo(2_500);
    }

    @Test
    void without_an_amount_the_whole_balance_is_redeemed() {
        var answer = world.press("key-1", WHOLE_BALANCE);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/amount")).isEqualTo("" + FakeInstitution.BALANCE);
    }

    @Test
    void a_wrong_pin_is_a_final_decline_with_its_reason() {
        var answer = world.press("key-1", WRONG_PIN);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/status")).isEqualTo("declined");
        assertThat(answer.at("/reason/code")).isEqualTo("wrong_pin");
    }

    @Test
    void a_refused_credit_ends_reversed_with_the_rules_reason() {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);

        var answer = world.press("key-1", WISH);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/status")).isEqualTo("reversed");
        assertThat(answer.at("/reason/code")).isEqualTo("refused_limit");
    }

    @Test
    void a_reversal_under_way_is_not_final() {
        world.bank.ledger.refuse(VoidReason.REFUSED_FRAUD);
        world.bank.institution.holdReversals();

        var answer = world.press("key-1", WISH, "Prefer", "wait=1");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/status")).isEqualTo("reversing");
        assertThat(answer.at("/reason/code")).isEqualTo("refused_fraud");
        world.bank.institution.open();
        var later = world.get("/v1/transfers/" + answer.at("/id") + "?wait=10");
        assertThat(later.at("/status")).isEqualTo("reversed");
    }

    @Test
    void a_transfer_that_is_not_final_in_time_is_answered_and_goes_on() {
        world.bank.institution.hold();

        var answer = world.press("key-1", WHOLE_BALANCE);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/status")).isEqualTo("pending");
        assertThat(answer.json().at("/amount").isNull()).isTrue();
        assertThat(answer.header("Location")).contains("/v1/transfers/" + answer.at("/id"));
        assertThat(answer.header("Retry-After")).contains("1");
        world.bank.institution.open();
        var later = world.get("/v1/transfers/" + answer.at("/id") + "?wait=10");
        assertThat(later.at("/status")).isEqualTo("completed");
    }

    @Test
    void the_caller_may_ask_to_be_held_longer() throws Exception {
        world.bank.institution.hold();
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = others.submit(() -> world.press("key-1", WISH, "Prefer", "wait=20"));
            Await.until(() -> world.bank.institution.asked().size() == 1);

            world.bank.institution.open();

            var answer = held.get();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Preference-Applied")).contains("wait=20");
        }
    }

    @Test
    void the_caller_may_ask_not_to_be_held_at_all() {
        world.bank.institution.hold();

        var answer = world.press("key-1", WISH, "Prefer", "respond-async, wait=0");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).contains("wait=0");
    }

    @Test
    void a_longer_wait_than_is_granted_is_cut_and_nonsense_is_ignored() {
        assertThat(world.press("key-1", WISH, "Prefer", "wait=99").header("Preference-Applied"))
                .contains("wait=30");
        assertThat(world.press("key-1", WISH, "Prefer", "wait=soon").header("Preference-Applied"))
                .isEmpty();
    }

    @Test
    void pressing_again_answers_with_the_same_transfer_as_it_is_now() {
        world.bank.institution.hold();
        var first = world.press("key-1", WISH);
        world.bank.institution.open();

        var again = world.press("key-1", WISH, "Prefer", "wait=10");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(again.at("/status")).isEqualTo("completed");
        assertThat(world.bank.institution.asked()).hasSize(1);
    }

    @Test
    void a_final_transfer_is_told_in_the_same_words_ever_after() {
        world.bank.store.writesStates(false);

        var first = world.press("key-1", WISH);
        var again = world.press("key-1", WISH);
        var read = world.get("/v1/transfers/" + first.at("/id"));

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(read.text()).isEqualTo(first.text());
        assertThat(world.get("/v1/transfers").json().at("/data/0")).isEqualTo(first.json());
        assertThat(first.at("/created_at")).matches("[0-9T:-]+(\\.[0-9]{3})?Z");
    }

    @Test
    void pressing_again_with_another_pin_is_the_same_wish() {
        var first = world.press("key-1", WRONG_PIN);

        var again = world.press("key-1", WISH);

        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(again.at("/status")).isEqualTo("declined");
    }

    /// A proxy or another version of the app may write it in another order and with other spaces.
    @Test
    void the_same_wish_written_otherwise_is_the_same_wish() {
        var otherwise =
                """
                {"currency":"\\u0055SD","amount":2500,   "card":{"pin":"4821","number":"6034932528973614"},
                 "institution":"sandbox","account":"acc_ann"}\
                """;
        var first = world.press("key-1", WISH);

        var again = world.press("key-1", otherwise, "User-Agent", "another", "X-Request-Id", "2");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(world.bank.balance(FakeBank.ANNS)).isEqualTo(2_500);
    }

    @Test
    void a_hundred_presses_at_once_with_one_key_are_one_transfer() throws Exception {
        try (var pressing = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Exchange> press = () -> world.press("key-1", WISH, "Prefer", "wait=10");
            var presses = IntStream.range(0, 100).mapToObj(_ -> press).toList();

            for (var answer : pressing.invokeAll(presses)) {
                assertThat(answer.get().status()).isEqualTo(201);
            }
        }
        assertThat(world.bank.store.all()).hasSize(1);
        assertThat(world.bank.balance(FakeBank.ANNS)).isEqualTo(2_500);
    }

    @Test
    void a_hundred_presses_at_once_with_a_key_each_take_the_card_once() throws Exception {
        world.bank.institution.hold();
        try (var pressing = Executors.newVirtualThreadPerTaskExecutor()) {
            var presses =
                    IntStream.range(0, 100)
                            .<Callable<Exchange>>mapToObj(i -> () -> world.press("key-" + i, WISH))
                            .toList();

            var statuses =
                    pressing.invokeAll(presses).stream().map(f -> f.resultNow().status()).toList();

            assertThat(statuses).containsOnlyOnce(202);
            assertThat(statuses.stream().filter(status -> status == 409)).hasSize(99);
        }
        assertThat(world.bank.institution.asked()).hasSize(1);
    }

    @Test
    void a_card_in_use_is_refused_with_the_transfer_in_the_way() {
        world.bank.institution.hold();
        var first = world.press("key-1", WISH);

        var other = world.press("key-2", WISH);

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("transfer_in_progress");
        assertThat(other.at("/transfer")).isEqualTo(first.at("/id"));
        assertThat(other.header("Link").orElseThrow()).contains("/v1/transfers/" + first.at("/id"));
    }

    @Test
    void another_customers_transfer_in_the_way_is_not_named() {
        world.bank.institution.hold();
        world.press("key-1", WISH);

        var other =
                world.pressAs(world.tokens.of("bob"), "key-1", WISH.replace("acc_ann", "acc_bob"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().has("transfer")).isFalse();
    }

    @Test
    void three_wrong_pins_lock_the_card_and_the_institution_is_not_asked_again() {
        for (int i = 0; i < 3; i++) {
            world.press("key-" + i, WRONG_PIN);
        }

        var locked = world.press("key-4", WISH);

        assertThat(locked.status()).isEqualTo(429);
        assertThat(locked.code()).isEqualTo("card_locked");
        assertThat(Long.parseLong(locked.header("Retry-After").orElseThrow()))
                .isBetween(3_500L, 3_600L);
        assertThat(world.bank.institution.asked()).hasSize(3);
    }

    @Test
    void the_work_goes_on_for_a_caller_who_has_gone() throws Exception {
        world.bank.institution.hold();
        try (var socket = RawHttp.connect(world.port())) {
            socket.send("POST", "/v1/transfers", world.wishHeaders("key-1"), WISH);
            Await.until(() -> world.bank.institution.asked().size() == 1);
        }

        world.bank.institution.open();

        Await.until(() -> world.bank.balance(FakeBank.ANNS) == 2_500);
    }
}
