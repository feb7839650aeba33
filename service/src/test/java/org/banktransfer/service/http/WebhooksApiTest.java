package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looking after webhook endpoints, over HTTP. Every exchange is held to the contract.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksApiTest {

    private static final String PATH = "/v1/webhook-endpoints";

    private ApiWorld world;
    private String operator;

    @BeforeAll
    void open() {
        world = new ApiWorld();
        operator = world.tokens.ofOperator();
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Exchange made() {
        return world.post(
                operator,
                PATH,
                """
                {"url": "https://shop.example/hooks", "description": "a shop",
                 "types": ["org.banktransfer.transfer.completed"]}
                """);
    }

    @Test
    void a_secret_is_shown_when_it_is_made_and_never_again() {
        var made = made();
        var path = PATH + "/" + made.at("/id");
        assertThat(made.header("Location")).contains(path);
        var secret = made.at("/secret");
        assertThat(secret).startsWith("whsec_");

        assertThat(world.getAs(operator, path).json().has("secret")).isFalse();
        assertThat(world.getAs(operator, PATH).text()).doesNotContain("whsec_");
        var rotated = world.post(operator, path + "/secret", "");
        assertThat(rotated.at("/secret")).startsWith("whsec_").isNotEqualTo(secret);
        assertThat(rotated.json().path("old_secret_until").isNull()).isFalse();
    }

    @Test
    void it_is_changed_disabled_enabled_and_removed() {
        var path = PATH + "/" + made().at("/id");
        var changed =
                world.put(
                        operator,
                        path,
                        "{\"url\": \"https://shop.example/new\", \"status\": \"disabled\"}");
        assertThat(changed.at("/disabled_because")).isEqualTo("by_operator");
        assertThat(changed.at("/url")).isEqualTo("https://shop.example/new");
        assertThat(changed.json().path("types")).isEmpty();

        assertThat(
                        world.put(
                                        operator,
                                        path,
                                        "{\"url\": \"https://shop.example/new\","
                                                + " \"status\": \"enabled\"}")
                                .at("/status"))
                .isEqualTo("enabled");
        assertThat(world.send("DELETE", path, "", "Authorization", "Bearer " + operator).status())
                .isEqualTo(204);
        assertThat(world.getAs(operator, path).code()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": \"http://shop.example/\"}",
                "{\"url\": 1}",
                "{\"url\": \"https://shop.example/\", \"types\": [\"completed\"]}",
                "{\"url\": \"https://shop.example/\", \"types\": \"all\"}",
                "{\"url\": \"https://shop.example/\", \"secret\": \"mine\"}",
                "{\"url\": \"https://shop.example/\", \"status\": \"enabled\"}"
            })
    void what_makes_no_sense_is_refused(String body) {
        assertThat(world.post(operator, PATH, body).code()).isEqualTo("invalid_request");
    }

    @Test
    void a_replay_says_from_when_to_when() {
        var path = PATH + "/" + made().at("/id") + "/replay";
        assertThat(world.post(operator, path, "{\"from\": \"yesterday\"}").code())
                .isEqualTo("invalid_request");
        assertThat(
                        world.post(
                                        operator,
                                        path,
                                        "{\"from\": \"2026-01-01T00:00:00Z\","
                                                + " \"to\": \"2026-01-02T00:00:00Z\"}")
                                .status())
                .isEqualTo(202);
    }
}
