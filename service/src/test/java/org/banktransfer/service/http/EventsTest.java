package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.concurrent.FutureTask;

/// Reading events along, over HTTP. Every exchange is held to the contract.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsTest {

    private static final String BOBS = WISH.replace("acc_ann", "acc_bob").replace("3614", "3615");

    private ApiWorld world;

    @BeforeAll
    void open() {
        world = new ApiWorld();
    }

    @AfterAll
    void close() {
        world.close();
    }

    private String endOfAnns() {
        return world.get("/v1/events?limit=100").at("/next_cursor");
    }

    @Test
    void an_event_is_a_cloud_event_with_the_transfer_in_it() {
        var from = endOfAnns();
        var transfer = world.press("event-1", WISH, "Prefer", "wait=20").json();
        var events = world.get("/v1/events?wait=10&cursor=" + from);

        assertThat(events.at("/data/0/type")).isEqualTo("org.banktransfer.transfer.completed");
        assertThat(events.at("/data/0/subject")).isEqualTo(transfer.path("id").asString());
        assertThat(events.json().at("/data/0/data")).isEqualTo(transfer);
    }

    @Test
    void who_waits_is_told_as_soon_as_there_is_something() throws Exception {
        var from = endOfAnns();
        var waiting = new FutureTask<>(() -> world.get("/v1/events?wait=30&cursor=" + from));
        Thread.ofVirtual().start(waiting);
        Await.until(() -> world.events.waiting() == 1);
        world.pressAs(world.tokens.of("bob"), "event-bob", BOBS, "Prefer", "wait=20");
        assertThat(world.events.runOnce()).as("another customer's is no news").isZero();

        world.press("event-2", WISH, "Prefer", "wait=20");

        assertThat(world.events.runOnce()).isEqualTo(1);
        assertThat(waiting.get().json().path("data")).hasSize(1);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThat(world.get("/v1/events?type=completed").code()).isEqualTo("invalid_request");
        assertThat(world.get("/v1/events?cursor=x").code()).isEqualTo("invalid_request");
        assertThat(world.get("/v1/events?cursor=MS4y").code()).isEqualTo("invalid_request");
        assertThat(world.get("/v1/events?wait=31").code()).isEqualTo("invalid_request");
    }
}
