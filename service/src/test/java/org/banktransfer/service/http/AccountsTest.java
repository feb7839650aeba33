package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

    private static final String OPEN =
            "{\"owner\": \"cleo\", \"currency\": \"EUR\", \"status\": \"open\"}";

    private final ApiWorld world = new ApiWorld();
    private final String operator = world.tokens.ofOperator();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void an_account_shows_its_balance_to_its_owner_and_to_operators_alone() {
        world.press("key-1", WISH);

        assertThat(world.get("/v1/accounts/acc_ann").at("/balance")).isEqualTo("2500");
        assertThat(world.getAs(operator, "/v1/accounts/acc_ann").at("/owner")).isEqualTo("ann");
        for (var path : new String[] {"/v1/accounts/acc_ann", "/v1/accounts/acc_ann/postings"}) {
            assertThat(world.getAs(world.tokens.of("bob"), path).status()).isEqualTo(404);
        }
        assertThat(world.get("/v1/accounts/acc_none").status()).isEqualTo(404);
        assertThat(world.get("/v1/accounts/nonsense").status()).isEqualTo(404);
    }

    @Test
    void postings_are_listed_newest_first_page_by_page() {
        var first = world.press("key-1", WISH).at("/id");
        var second = world.press("key-2", WISH.replace("2500", "100")).at("/id");

        var newest = world.get("/v1/accounts/acc_ann/postings?limit=1");
        var older =
                world.get(
                        "/v1/accounts/acc_ann/postings?limit=2&cursor="
                                + newest.at("/next_cursor"));

        assertThat(newest.at("/data/0/transfer")).isEqualTo(second);
        assertThat(newest.at("/data/0/amount")).isEqualTo("100");
        assertThat(older.at("/data/0/transfer")).isEqualTo(first);
        assertThat(older.json().path("next_cursor").isNull()).isTrue();
    }

    @Test
    void an_operator_opens_freezes_and_passes_on_an_account() {
        var opened = world.put(operator, "/v1/accounts/acc_cleo", OPEN);
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.at("/balance")).isEqualTo("0");

        var frozen = world.put(operator, "/v1/accounts/acc_cleo", OPEN.replace("open", "frozen"));
        assertThat(frozen.at("/status")).isEqualTo("frozen");

        var dora = world.put(operator, "/v1/accounts/acc_cleo", OPEN.replace("cleo", "dora"));
        assertThat(dora.at("/owner")).isEqualTo("dora");
    }

    @Test
    void an_account_keeps_its_currency() {
        world.put(operator, "/v1/accounts/acc_cleo", OPEN);

        var other = world.put(operator, "/v1/accounts/acc_cleo", OPEN.replace("EUR", "USD"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("currency_mismatch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"owner\": \"cleo\", \"currency\": \"EUR\"}",
                "{\"owner\": \"cleo\", \"currency\": \"EUR\", \"status\": \"OPEN\"}",
                "{\"owner\": \"two words\", \"currency\": \"EUR\", \"status\": \"open\"}",
                "{\"owner\": 7, \"currency\": \"EUR\", \"status\": \"open\"}",
                "{\"owner\": \"cleo\", \"currency\": \"EUR\", \"status\": \"open\", \"x\": 1}",
            })
    void an_account_that_is_not_well_described_is_refused(String body) {
        assertThat(world.put(operator, "/v1/accounts/acc_cleo", body).status()).isEqualTo(400);
    }

    @Test
    void an_operator_redeems_only_into_accounts_of_their_own() {
        var answer = world.pressAs(operator, "key-1", WISH);

        assertThat(answer.code()).isEqualTo("account_unusable");
    }
}
