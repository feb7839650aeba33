package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;
import static org.banktransfer.service.http.ProblemCode.ACCOUNT_UNUSABLE;
import static org.banktransfer.service.http.ProblemCode.CARD_LOCKED;
import static org.banktransfer.service.http.ProblemCode.CURRENCY_MISMATCH;
import static org.banktransfer.service.http.ProblemCode.IDEMPOTENCY_KEY_REQUIRED;
import static org.banktransfer.service.http.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static org.banktransfer.service.http.ProblemCode.INSTITUTION_UNKNOWN;
import static org.banktransfer.service.http.ProblemCode.INVALID_REQUEST;
import static org.banktransfer.service.http.ProblemCode.PAYLOAD_TOO_LARGE;
import static org.banktransfer.service.http.ProblemCode.TOO_MANY_REQUESTS;
import static org.banktransfer.service.http.ProblemCode.TRANSFER_IN_PROGRESS;
import static org.banktransfer.service.http.ProblemCode.UNAUTHENTICATED;
import static org.banktransfer.service.http.ProblemCode.UNAVAILABLE;
import static org.banktransfer.service.http.ProblemCode.UNSUPPORTED_MEDIA_TYPE;

import org.banktransfer.service.desk.Admission;
import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.desk.Place;
import org.banktransfer.service.fake.FakeBank;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// When several problems apply, the first of the documented order is answered: every pair is tried.
class ProblemOrderTest {

    /// In the documented order. Forbidden is left out: nothing that a press could ask is forbidden.
    private static final List<ProblemCode> ORDER =
            List.of(
                    UNAVAILABLE,
                    UNAUTHENTICATED,
                    TOO_MANY_REQUESTS,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    INVALID_REQUEST,
                    IDEMPOTENCY_KEY_REQUIRED,
                    IDEMPOTENCY_KEY_REUSED,
                    ACCOUNT_UNUSABLE,
                    CURRENCY_MISMATCH,
                    INSTITUTION_UNKNOWN,
                    CARD_LOCKED,
                    TRANSFER_IN_PROGRESS);

    @TestFactory
    Stream<DynamicTest> of_two_problems_the_earlier_is_answered() {
        return ORDER.stream()
                .flatMap(first ->
                        ORDER.stream()
                                .filter(second -> first.compareTo(second) <= 0)
                                .filter(second -> canBothBe(first, second))
                                .map(second ->
                                        DynamicTest.dynamicTest(
                                                first + " before " + second,
                                                () -> tryBoth(first, second))));
    }

    /// Some cannot meet in one request.
    private static boolean canBothBe(ProblemCode first, ProblemCode second) {
        boolean keyNeeded = first == IDEMPOTENCY_KEY_REUSED || second == IDEMPOTENCY_KEY_REUSED;
        boolean keyMissing =
                first == IDEMPOTENCY_KEY_REQUIRED || second == IDEMPOTENCY_KEY_REQUIRED;
        // A locked card has been declined, so it is busy only by a race.
        boolean lockedAndBusy = first == CARD_LOCKED && second == TRANSFER_IN_PROGRESS;
        return first == second || (!(keyNeeded && keyMissing) && !lockedAndBusy);
    }

    private static void tryBoth(ProblemCode first, ProblemCode second) throws Exception {
        var settings =
                new DeskSettings(
                        100,
                        2,
                        Duration.ofSeconds(3),
                        Duration.ofMillis(20),
                        Duration.ofMillis(20));
        try (var world = new ApiWorld(settings)) {
            var press = new Press(world);
            // What presses have to bring about comes before what keeps presses from being taken.
            boolean isOfPresses = first.compareTo(IDEMPOTENCY_KEY_REUSED) >= 0;
            press.cause(isOfPresses ? first : second);
            press.cause(isOfPresses ? second : first);

            var answer = press.send();

            press.places.forEach(Place::close);
            assertThat(answer.status()).as(answer.text()).isEqualTo(first.status());
            assertThat(answer.code()).isEqualTo(first.word());
            boolean maySucceedLater = first.status() == 503 || first.status() == 429;
            assertThat(answer.header("Retry-After").isPresent()).isEqualTo(maySucceedLater);
        }
    }

    /// A press, and all that a test has made wrong about it.
    private static final class Press {

        private final ApiWorld world;
        private final Map<String, String> headers = new HashMap<>();
        private final List<Place> places = new ArrayList<>();
        private String wish = WISH;

        Press(ApiWorld world) {
            this.world = world;
            headers.put("Authorization", "Bearer " + world.tokens.of("ann"));
            headers.put("Content-Type", "application/json");
            headers.put("Idempotency-Key", "key-1");
        }

        void cause(ProblemCode problem) {
            switch (problem) {
                case UNAVAILABLE -> {
                    world.outOfReach.add("store");
                    world.readiness.runOnce();
                }
                case UNAUTHENTICATED -> headers.remove("Authorization");
                case TOO_MANY_REQUESTS -> takeBothPlaces();
                case PAYLOAD_TOO_LARGE -> wish = wish + " ".repeat(20_000);
                case UNSUPPORTED_MEDIA_TYPE -> headers.put("Content-Type", "text/plain");
                case INVALID_REQUEST -> wish = wish.replace("\"amount\"", "\"amuont\"");
                case IDEMPOTENCY_KEY_REQUIRED -> headers.remove("Idempotency-Key");
                case IDEMPOTENCY_KEY_REUSED ->
                        pressed("ann", "key-1", WISH.replace("2500", "2501"));
                case ACCOUNT_UNUSABLE -> wish = wish.replace("acc_ann", "acc_bob");
                case CURRENCY_MISMATCH -> wish = wish.replace("USD", "EUR");
                case INSTITUTION_UNKNOWN -> wish = wish.replace("sandbox", "elsewhere");
                case CARD_LOCKED -> {
                    for (int i = 0; i < 3; i++) {
                        pressed("ann", "wrong-" + i, WISH.replace("4821", "1111"));
                    }
                }
                case TRANSFER_IN_PROGRESS -> {
                    world.bank.institution.hold();
                    pressed("bob", "key-1", WISH.replace("acc_ann", "acc_bob"));
                }
                default -> throw new IllegalArgumentException("no press meets " + problem);
            }
        }

        private void takeBothPlaces() {
            takePlace();
            takePlace();
        }

        private void takePlace() {
            if (world.bank.desk.admit(FakeBank.ANN) instanceof Admission.Admitted(var place)) {
                places.add(place);
            }
        }

        private void pressed(String customer, String key, String wish) {
            world.pressAs(world.tokens.of(customer), key, wish);
        }

        Exchange send() {
            var lines = new ArrayList<String>();
            headers.forEach((name, value) -> lines.addAll(List.of(name, value)));
            return world.send("POST", "/v1/transfers", wish, lines.toArray(String[]::new));
        }
    }
}
