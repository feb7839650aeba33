package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class OperationTest {

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_process_tells_that_it_lives_and_whether_it_is_ready() {
        assertThat(world.send("GET", "/health/live", "").at("/status")).isEqualTo("live");
        assertThat(world.send("GET", "/health/ready", "").at("/status")).isEqualTo("ready");

        world.outOfReach.add("ledger");
        world.readiness.runOnce();
        var unready = world.send("GET", "/health/ready", "");

        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.at("/detail")).contains("ledger");
        assertThat(world.send("GET", "/health/live", "").status()).isEqualTo(200);
    }

    @Test
    void the_contract_is_served_as_it_is_published() throws Exception {
        var answer = world.send("GET", "/openapi.yaml", "");

        assertThat(answer.text()).isEqualTo(Files.readString(Path.of("../docs/api/customer.yaml")));
    }

    @Test
    void metrics_are_served() {
        assertThat(world.send("GET", "/metrics", "").text()).isEqualTo("up 1\n");
    }

    @Test
    void what_is_not_there_is_a_problem_too() {
        assertThat(world.send("GET", "/nowhere", "").code()).isEqualTo("not_found");
        assertThat(world.send("GET", "/v1/transfers/", "").status()).isEqualTo(404);
        var wrongMethod = world.send("DELETE", "/v1/transfers", "");
        assertThat(wrongMethod.code()).isEqualTo("method_not_allowed");
        assertThat(wrongMethod.header("Allow")).contains("GET, HEAD, POST");
    }

    @Test
    void a_head_is_a_get_without_its_body() throws Exception {
        try (var socket = RawHttp.connect(world.port())) {
            socket.sendHead("HEAD", "/health/live", java.util.Map.of("Host", "a"));
            socket.sendHead("GET", "/health/live", java.util.Map.of("Host", "a"));

            var head = socket.head();
            var get = socket.answer();

            assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            assertThat(get.text()).isEqualTo("{\"status\":\"live\"}");
        }
    }

    @Test
    void every_answer_carries_a_name_and_the_headers_that_keep_browsers_safe() {
        for (var path : new String[] {"/", "/v1/transfers", "/nowhere"}) {
            var answer = world.plain(path);
            assertThat(answer.header("Request-Id")).isPresent();
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void a_surprise_is_a_problem_without_its_trace() {
        var log = LogCapture.begin();
        world.bank.ledger.breakAdvice();

        var answer = world.press("key-1", WISH);

        log.close();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal");
        assertThat(answer.text()).doesNotContain("Exception", "surprise");
        assertThat(log.text()).contains("surprise", answer.header("Request-Id").orElseThrow());
    }

    @Test
    void a_stopping_process_begins_nothing_more_and_still_answers_reads() {
        world.bank.desk.close(Duration.ofSeconds(5));

        var press = world.press("key-1", WISH);

        assertThat(press.status()).isEqualTo(503);
        assertThat(press.header("Retry-After")).isPresent();
        assertThat(world.get("/v1/transfers").status()).isEqualTo(200);
        assertThat(world.bank.store.all()).isEmpty();
    }

    @Test
    void a_dead_ledger_or_store_makes_a_press_unavailable_and_begins_nothing() {
        world.bank.ledger.reachable(false);
        assertThat(world.press("key-1", WISH).code()).isEqualTo("unavailable");
        world.bank.ledger.reachable(true);
        world.bank.store.reachable(false);
        assertThat(world.press("key-1", WISH).code()).isEqualTo("unavailable");

        assertThat(world.bank.institution.asked()).isEmpty();
    }
}
