package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.money.Money;
import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.Executors;

class ReadTransfersTest {

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private String pressed(String key) {
        return world.press(key, WISH).at("/id");
    }

    private static List<String> ids(Exchange list) {
        return list.json().path("data").valueStream().map(t -> t.path("id").asString()).toList();
    }

    @Test
    void a_transfer_is_read_by_its_customer_and_by_operators_alone() {
        var path = "/v1/transfers/" + pressed("key-1");

        assertThat(world.get(path).at("/status")).isEqualTo("completed");
        assertThat(world.getAs(world.tokens.ofOperator(), path).status()).isEqualTo(200);
        var others = world.getAs(world.tokens.of("bob"), path);
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.code()).isEqualTo("not_found");
        assertThat(world.getAs(world.tokens.of("bob"), path + "/history").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr_0", "nonsense", "tr_00000000000000000000000000000000", "%2e%2e"})
    void what_is_no_transfer_is_not_found(String id) {
        assertThat(world.get("/v1/transfers/" + id).status()).isEqualTo(404);
    }

    @Test
    void a_long_poll_is_answered_as_soon_as_the_transfer_is_final() throws Exception {
        world.bank.institution.hold();
        var id = pressed("key-1");
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var polled = others.submit(() -> world.get("/v1/transfers/" + id + "?wait=30"));

            world.bank.institution.open();

            assertThat(polled.get().at("/status")).isEqualTo("completed");
        }
    }

    @Test
    void a_long_poll_ends_when_its_time_is_up() {
        world.bank.institution.hold();

        var answer = world.get("/v1/transfers/" + pressed("key-1") + "?wait=1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/status")).isEqualTo("pending");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"31", "-1", "x", "", "1.5", "1&wait=2"})
    void a_wait_that_is_none_is_refused(String wait) {
        var answer = world.get("/v1/transfers/" + pressed("key-1") + "?wait=" + wait);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
    }

    @Test
    void a_transfer_that_another_node_finishes_is_heard_of() throws Exception {
        world.bank.institution.fallSilent();
        var id = pressed("key-1");
        Await.until(() -> world.bank.desk.inFlight() == 0);
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var polled = others.submit(() -> world.get("/v1/transfers/" + id + "?wait=30"));

            var credited = new LedgerAnswer.Credited(Money.of(2_500, "USD"));
            world.bank.ledger.decide(TransferId.parse(id), credited);

            assertThat(polled.get().at("/status")).isEqualTo("completed");
        }
    }

    @Test
    void the_ledger_is_believed_where_the_stored_state_lags_behind() {
        var id = creditedByAnotherNode();

        assertThat(world.get("/v1/transfers/" + id).at("/status")).isEqualTo("completed");
        assertThat(world.get("/v1/transfers").at("/data/0/status")).isEqualTo("completed");
        assertThat(ids(world.get("/v1/transfers?status=pending"))).isEmpty();
        assertThat(ids(world.get("/v1/transfers?status=completed"))).hasSize(1);
    }

    @Test
    void without_the_ledger_nobody_is_told_pending_of_what_may_be_completed() {
        var id = creditedByAnotherNode();
        world.bank.ledger.reachable(false);

        var answer = world.get("/v1/transfers/" + id);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(world.press("key-1", WISH).code()).isEqualTo("unavailable");
    }

    /// The ledger has decided, and the record does not say so yet.
    private String creditedByAnotherNode() {
        world.bank.institution.fallSilent();
        var id = pressed("key-1");
        Await.until(() -> world.bank.desk.inFlight() == 0);
        var credited = new LedgerAnswer.Credited(Money.of(2_500, "USD"));
        world.bank.ledger.decide(TransferId.parse(id), credited);
        return id;
    }

    @Test
    void without_the_store_reading_is_unavailable() {
        var id = pressed("key-1");
        world.bank.store.reachable(false);

        var answer = world.get("/v1/transfers/" + id);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void the_history_tells_every_call_oldest_first_and_its_node_to_operators() {
        var path = "/v1/transfers/" + pressed("key-1") + "/history";

        var told = world.get(path);

        assertThat(told.json().path("data").valueStream().map(e -> e.path("step").asString()))
                .startsWith("cash_out", "credit");
        assertThat(told.json().at("/data/0").has("node")).isFalse();
        assertThat(world.getAs(world.tokens.ofOperator(), path).at("/data/0/node"))
                .isEqualTo("node-1");
    }

    @Test
    void transfers_are_listed_newest_first_page_by_page() {
        var oldest = pressed("key-1");
        var middle = pressed("key-2");
        var newest = pressed("key-3");

        var first = world.get("/v1/transfers?limit=2");
        var second = world.get("/v1/transfers?limit=2&cursor=" + first.at("/next_cursor"));

        assertThat(ids(first)).containsExactly(newest, middle);
        assertThat(ids(second)).containsExactly(oldest);
        assertThat(second.json().path("next_cursor").isNull()).isTrue();
    }

    @Test
    void a_list_holds_what_its_filters_say_and_nothing_of_others() {
        var completed = pressed("key-1");
        var declined = world.press("key-2", WISH.replace("4821", "1111")).at("/id");

        assertThat(ids(world.get("/v1/transfers?status=declined"))).containsExactly(declined);
        assertThat(ids(world.get("/v1/transfers?account=acc_ann&status=completed")))
                .containsExactly(completed);
        assertThat(ids(world.getAs(world.tokens.of("bob"), "/v1/transfers"))).isEmpty();
        assertThat(ids(world.getAs(world.tokens.ofOperator(), "/v1/transfers"))).hasSize(2);
        assertThat(world.get("/v1/transfers?account=acc_bob").status()).isEqualTo(404);
    }

    @Test
    void a_lost_answer_is_found_by_its_key() {
        var id = pressed("key-1");

        assertThat(ids(world.get("/v1/transfers?idempotency_key=key-1"))).containsExactly(id);
        assertThat(ids(world.get("/v1/transfers?idempotency_key=key-2"))).isEmpty();
        var others = world.tokens.of("bob");
        assertThat(ids(world.getAs(others, "/v1/transfers?idempotency_key=key-1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "cursor=x",
                "status=done",
                "account=x",
                "idempotency_key=",
                "limit=1&limit=2"
            })
    void a_query_that_makes_no_sense_is_refused(String query) {
        var answer = world.get("/v1/transfers?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
    }
}
