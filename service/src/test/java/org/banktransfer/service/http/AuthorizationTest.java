package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Who may do what, for every operation of the published contract. An operation without a row here
/// fails the test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationTest {

    /// What each caller is answered about ann's transfer and ann's account.
    private static final String TABLE =
            """
            operation                       | no token            | bob                  | ann           | an operator
            POST /v1/transfers             | 401 unauthenticated | 422 account_unusable  | 201           | 422 account_unusable
            GET /v1/transfers              | 401 unauthenticated | 200 none              | 200 one       | 200 one
            GET /v1/transfers/{id}         | 401 unauthenticated | 404 not_found         | 200           | 200
            GET /v1/transfers/{id}/progress | 401 unauthenticated | 404 not_found        | 200           | 200
            GET /v1/transfers/{id}/history | 401 unauthenticated | 404 not_found         | 200           | 200
            GET /v1/accounts/{id}          | 401 unauthenticated | 404 not_found         | 200           | 200
            PUT /v1/accounts/{id}          | 401 unauthenticated | 403 forbidden         | 403 forbidden | 200
            GET /v1/accounts/{id}/postings | 401 unauthenticated | 404 not_found         | 200 one       | 200 one
            GET /v1/events                 | 401 unauthenticated | 200 none              | 200 one       | 200 one
            GET /v1/webhook-endpoints      | 401 unauthenticated | 403 forbidden         | 403 forbidden | 200 one
            POST /v1/webhook-endpoints     | 401 unauthenticated | 403 forbidden         | 403 forbidden | 201
            GET /v1/webhook-endpoints/{id} | 401 unauthenticated | 403 forbidden         | 403 forbidden | 200
            PUT /v1/webhook-endpoints/{id} | 401 unauthenticated | 403 forbidden         | 403 forbidden | 200
            POST /v1/webhook-endpoints/{id}/secret | 401 unauthenticated | 403 forbidden | 403 forbidden | 200
            POST /v1/webhook-endpoints/{id}/replay | 401 unauthenticated | 403 forbidden | 403 forbidden | 202
            GET /v1/webhook-endpoints/{id}/deliveries | 401 unauthenticated | 403 forbidden | 403 forbidden | 200 none
            DELETE /v1/webhook-endpoints/{id} | 401 unauthenticated | 403 forbidden      | 403 forbidden | 204
            GET /openapi.yaml              | 200                 | 200                   | 200           | 200
            GET /health/live               | 200                 | 200                   | 200           | 200
            GET /health/ready              | 200                 | 200                   | 200           | 200
            GET /metrics                   | 200                 | 200                   | 200           | 200
            """;

    private static final String ACCOUNT =
            "{\"owner\": \"ann\", \"currency\": \"USD\", \"status\": \"open\"}";

    private static final String ENDPOINT = "{\"url\": \"https://shop.example/hook\"}";

    private static final String REPLAY =
            "{\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-02T00:00:00Z\"}";

    private ApiWorld world;
    private String transfer;
    private String endpoint;

    /// The rows of the table.
    private record Row(String method, String path, List<String> answers) {

        static Row of(String line) {
            var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            var operation = cells.getFirst().split(" ", -1);
            return new Row(operation[0], operation[1], cells.subList(1, cells.size()));
        }
    }

    /// A caller, with what is asked of them.
    private record Who(String name, String token) {}

    @BeforeAll
    void open() {
        world = new ApiWorld();
        transfer = world.press("key-1", WISH).at("/id");
        endpoint =
                world.post(world.tokens.ofOperator(), "/v1/webhook-endpoints", ENDPOINT).at("/id");
    }

    @AfterAll
    void close() {
        world.close();
    }

    private List<Who> callers() {
        return List.of(
                new Who("nobody", ""),
                new Who("bob", world.tokens.of("bob")),
                new Who("ann", world.tokens.of("ann")),
                new Who("an operator", world.tokens.ofOperator()));
    }

    private static List<Row> rows() {
        return TABLE.lines().skip(1).map(Row::of).toList();
    }

    @Test
    void every_operation_of_the_contract_has_a_row() {
        assertThat(rows().stream().map(row -> row.method() + " " + row.path()))
                .containsExactlyInAnyOrderElementsOf(
                        new Contract()
                                .operations().stream()
                                        .map(each -> each.method() + " " + each.path())
                                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> each_may_do_what_the_table_says_and_no_more() {
        var tests = new ArrayList<DynamicTest>();
        for (var row : rows()) {
            for (int i = 0; i < row.answers().size(); i++) {
                var who = callers().get(i);
                var expected = row.answers().get(i);
                tests.add(
                        DynamicTest.dynamicTest(
                                who.name() + ": " + row.method() + " " + row.path(),
                                () -> assertAnswered(row, who, expected)));
            }
        }
        return tests.stream();
    }

    private void assertAnswered(Row row, Who who, String expected) {
        var answer = world.send(row.method(), path(row), body(row), headers(row, who));

        assertThat(answer.status() + word(answer, expected)).isEqualTo(expected);
        if (row.method().equals("GET")) {
            assertThat(world.status("HEAD", path(row), who.token()))
                    .as("asked without a body")
                    .isEqualTo(answer.status());
        }
    }

    private String path(Row row) {
        var path = row.path();
        var id =
                path.startsWith("/v1/accounts")
                        ? "acc_ann"
                        : path.startsWith("/v1/webhook") ? endpoint : transfer;
        return path.replace("{id}", id);
    }

    private static String body(Row row) {
        return switch (row.method() + " " + row.path()) {
            case "POST /v1/transfers" -> WISH;
            case "PUT /v1/accounts/{id}" -> ACCOUNT;
            case "POST /v1/webhook-endpoints" -> ENDPOINT;
            case "PUT /v1/webhook-endpoints/{id}" ->
                    ENDPOINT.replace("}", ", \"status\": \"enabled\"}");
            case "POST /v1/webhook-endpoints/{id}/replay" -> REPLAY;
            default -> "";
        };
    }

    private static String[] headers(Row row, Who who) {
        var headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        if (!who.token().isEmpty()) {
            headers.addAll(List.of("Authorization", "Bearer " + who.token()));
        }
        if (row.method().equals("POST")) {
            // Ann's own key: what she began with it is nobody else's business either.
            headers.addAll(List.of("Idempotency-Key", "key-1"));
        }
        return headers.toArray(String[]::new);
    }

    private static String word(Exchange answer, String expected) {
        if (answer.status() >= 400) {
            return " " + answer.code();
        }
        return expected.endsWith("none") || expected.endsWith("one")
                ? (answer.json().path("data").isEmpty() ? " none" : " one")
                : "";
    }

    @Test
    void an_operator_redeems_nothing_in_a_customers_name() {
        int asked = world.bank.institution.asked().size();

        var answer = world.pressAs(world.tokens.ofOperator(), "key-of-olga", WISH);

        assertThat(answer.code()).isEqualTo("account_unusable");
        assertThat(world.bank.institution.asked()).hasSize(asked);
    }

    @Test
    void a_key_answers_its_own_customer_alone() {
        var path = "/v1/transfers?idempotency_key=key-1";

        assertThat(world.get(path).at("/data/0/id")).isEqualTo(transfer);
        assertThat(world.getAs(world.tokens.of("bob"), path).json().path("data")).isEmpty();
        assertThat(world.getAs(world.tokens.ofOperator(), path).json().path("data")).isEmpty();
    }

    @Test
    void a_list_of_anothers_account_is_not_found() {
        var path = "/v1/transfers?account=acc_ann";

        assertThat(world.getAs(world.tokens.of("bob"), path).code()).isEqualTo("not_found");
        assertThat(world.get(path).at("/data/0/id")).isEqualTo(transfer);
    }

    /// What a token says of accounts counts for nothing: our own table says whose they are.
    @ParameterizedTest
    @CsvSource({
        "account, acc_ann",
        "accounts, acc_ann",
        "owner, ann",
        "act, ann",
        "client_id, ann"
    })
    void a_token_that_claims_an_account_gets_none(String claim, String value) {
        var token = world.tokens.of("bob", claims -> claims.claim(claim, value));

        assertThat(world.getAs(token, "/v1/accounts/acc_ann").status()).isEqualTo(404);
        assertThat(world.getAs(token, "/v1/transfers/" + transfer).status()).isEqualTo(404);
        assertThat(world.pressAs(token, "key-2", WISH).code()).isEqualTo("account_unusable");
    }

    /// Nor do other words make an operator.
    @ParameterizedTest
    @CsvSource({
        "scope, operators",
        "scope, Operator",
        "scope, x-operator",
        "role, operator",
        "roles, operator",
        "groups, operator",
        "permissions, operator",
        "scp, operator"
    })
    void nothing_but_the_scope_makes_an_operator(String claim, String value) {
        var token = world.tokens.of("bob", claims -> claims.claim(claim, value));

        assertThat(world.put(token, "/v1/accounts/acc_bob", ACCOUNT).code()).isEqualTo("forbidden");
        assertThat(world.getAs(token, "/v1/accounts/acc_ann").status()).isEqualTo(404);
    }

    @Test
    void an_account_that_changed_hands_is_its_new_owners_alone() {
        var operator = world.tokens.ofOperator();
        world.put(operator, "/v1/accounts/acc_cleo", ACCOUNT.replace("ann", "cleo"));
        var cleo = world.tokens.of("cleo");
        assertThat(world.getAs(cleo, "/v1/accounts/acc_cleo").status()).isEqualTo(200);

        world.put(operator, "/v1/accounts/acc_cleo", ACCOUNT.replace("ann", "dan"));

        assertThat(world.getAs(cleo, "/v1/accounts/acc_cleo").status()).isEqualTo(404);
        var press = world.pressAs(cleo, "key-1", WISH.replace("acc_ann", "acc_cleo"));
        assertThat(press.code()).isEqualTo("account_unusable");
    }
}
