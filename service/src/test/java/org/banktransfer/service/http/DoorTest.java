package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.service.desk.OnTheWayIn;
import org.banktransfer.service.http.TrustedProxies.Header;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Too much of one customer, of one address or of all is refused before anything is done for it.
class DoorTest {

    private static final int MUCH = 1_000_000;
    private static final TrustedProxies THIS_MACHINE =
            TrustedProxies.of("127.0.0.1", Header.X_FORWARDED_FOR);
    private static final String PATH = "/v1/accounts/acc_ann";

    private static DoorSettings door(int customer, int address, int all) {
        return new DoorSettings(customer, address, all, 4, Duration.ofMinutes(15), THIS_MACHINE);
    }

    private static Exchange from(ApiWorld world, String address, String token) {
        return world.send(
                "GET",
                PATH,
                "",
                "Authorization",
                "Bearer " + token,
                "X-Forwarded-For",
                "6.6.6.6, " + address);
    }

    /// The first that is refused.
    private static Exchange untilRefused(Asking asking) {
        for (int i = 0; i < 1_000; i++) {
            var answer = asking.ask();
            if (answer.status() != 200) {
                return answer;
            }
        }
        throw new AssertionError("a thousand were let in");
    }

    @FunctionalInterface
    private interface Asking {
        Exchange ask();
    }

    private static void assertRefused(Exchange answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("too_many_requests");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    @Test
    void a_customer_who_asks_too_often_is_refused_for_a_moment_and_nobody_else_is()
            throws InterruptedException {
        try (var world = new ApiWorld(door(10, MUCH, MUCH))) {
            assertRefused(untilRefused(() -> world.get(PATH)));

            var bob = world.getAs(world.tokens.of("bob"), "/v1/accounts/acc_bob");
            assertThat(bob.status()).isEqualTo(200);
            Thread.sleep(Duration.ofSeconds(1));
            assertThat(world.get(PATH).status()).isEqualTo(200);
        }
    }

    @Test
    void another_token_is_no_other_customer() {
        try (var world = new ApiWorld(door(10, MUCH, MUCH))) {
            assertRefused(untilRefused(() -> world.getAs(world.tokens.of("ann"), PATH)));
        }
    }

    @Test
    void an_address_that_asks_too_often_is_refused_under_whatever_name_and_no_other_is() {
        try (var world = new ApiWorld(door(MUCH, 1, MUCH))) {
            var ann = world.tokens.of("ann");
            assertRefused(untilRefused(() -> from(world, "203.0.113.7", ann)));
            assertRefused(from(world, "203.0.113.7", world.tokens.of("bob")));

            assertThat(from(world, "203.0.113.8", ann).status()).isEqualTo(200);
        }
    }

    @Test
    void what_a_client_writes_into_the_header_itself_counts_for_nothing() {
        var told = new DoorSettings(MUCH, 10, MUCH, 4, Duration.ofMinutes(15), TrustedProxies.NONE);
        try (var world = new ApiWorld(told)) {
            var ann = world.tokens.of("ann");
            for (int i = 0; i < 30; i++) {
                assertThat(from(world, "203.0.113.7", ann).status()).isEqualTo(200);
            }
        }
    }

    /// To verify a signature costs more than all else, so it is not done for who asks too often.
    @Test
    void of_an_address_that_asks_too_often_no_token_is_looked_at() {
        try (var world = new ApiWorld(door(MUCH, 10, MUCH))) {
            var ann = world.tokens.of("ann");
            untilRefused(() -> from(world, "203.0.113.7", ann));

            assertRefused(from(world, "203.0.113.7", "made.up.token"));
            var without = world.send("GET", PATH, "", "X-Forwarded-For", "203.0.113.7");
            assertThat(without.status()).isEqualTo(401);
        }
    }

    @Test
    void a_node_that_is_asked_too_often_by_all_together_takes_no_more() {
        try (var world = new ApiWorld(door(MUCH, MUCH, 10))) {
            var refused = untilRefused(() -> world.get(PATH));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("unavailable");
            assertThat(refused.header("Retry-After")).contains("1");
            assertThat(world.send("GET", "/health/live", "").status()).isEqualTo(200);
        }
    }

    @Test
    void nothing_is_begun_for_a_press_that_is_refused() {
        try (var world = new ApiWorld(door(1, MUCH, MUCH))) {
            untilRefused(() -> world.get(PATH));

            assertRefused(world.press("key-1", "{ this is not read"));
            assertRefused(world.press("key-1", WISH));

            assertThat(world.bank.store.all()).isEmpty();
            assertThat(world.bank.institution.asked()).isEmpty();
        }
    }

    /// Everybody has an account and a card of their own.
    @Test
    void an_address_from_which_many_cards_are_tried_is_slowed_and_then_refused()
            throws InterruptedException {
        try (var world = new ApiWorld(door(MUCH, MUCH, MUCH))) {
            var answers = new ArrayList<Exchange>();
            int slowed = 0;
            for (int i = 0; i < 20 && slowed < 3; i++) {
                var answer = guess(world, i, "203.0.113.7", "1111");
                answers.add(answer);
                if (answer.status() == 429) {
                    assertThat(answer.code()).isEqualTo("too_many_requests");
                    slowed++;
                    int wait = Integer.parseInt(answer.header("Retry-After").orElseThrow());
                    if (wait > 5) {
                        break;
                    }
                    Thread.sleep(Duration.ofSeconds(wait));
                }
            }

            assertThat(slowed).isPositive();
            assertThat(answers.stream().filter(each -> each.status() == 201)).hasSize(4);
            int asked = world.bank.institution.asked().size();
            var last = guess(world, 21, "203.0.113.7", "4821");
            assertThat(last.code()).as("with the right PIN, too").isEqualTo("too_many_requests");
            assertThat(Integer.parseInt(last.header("Retry-After").orElseThrow()))
                    .isBetween(600, 900);
            assertThat(world.bank.institution.asked()).hasSize(asked);
            assertThat(guess(world, 22, "203.0.113.8", "4821").status()).isEqualTo(201);
        }
    }

    private static Exchange guess(ApiWorld world, int which, String address, String pin) {
        var name = "guesser-" + which;
        var account = "acc_" + which;
        world.bank.put(new CustomerId(name), new AccountId(account), AccountStatus.OPEN);
        var wish =
                WISH.replace("acc_ann", account)
                        .replace("4821", pin)
                        .replace("6034932528973614", "60349325289%05d".formatted(which));
        return world.pressAs(
                world.tokens.of(name),
                "key-1",
                wish,
                "X-Forwarded-For",
                address,
                "Prefer",
                "wait=10");
    }

    /// As when the databases are so slow that a queue stands.
    @Test
    void while_too_many_are_on_their_way_in_others_are_refused_before_they_are_looked_at() {
        try (var world = new ApiWorld()) {
            var inside = new ArrayList<OnTheWayIn>();
            while (world.bank.desk.hasRoom()) {
                inside.add(world.bank.desk.takeIn());
            }

            var refused = world.send("POST", "/v1/transfers", "{ this is not read");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(world.bank.store.all()).isEmpty();
            assertThat(world.get(PATH).status()).as("a look").isEqualTo(200);
            inside.forEach(OnTheWayIn::close);
            assertThat(world.press("key-1", WISH).status()).isEqualTo(201);
        }
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        for (var wrong : List.of(0, -1)) {
            assertThat(refusal(() -> door(wrong, 1, 1))).contains("rate");
            assertThat(refusal(() -> door(1, wrong, 1))).contains("rate");
            assertThat(refusal(() -> door(1, 1, wrong))).contains("rate");
        }
    }

    private static String refusal(Runnable making) {
        try {
            making.run();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        return "";
    }
}
