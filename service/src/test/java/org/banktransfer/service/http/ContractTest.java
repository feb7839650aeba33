package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The contract and the program name the same things, and the check of exchanges does catch what is
/// not as described.
class ContractTest {

    private static final String TRANSFER =
            """
            {"id": "tr_01a203ea293072ca9be1d5ea6ab3306a", "status": "pending",
             "account": "acc_ann", "institution": "sandbox", "card": {"last4": "3614"},
             "amount": null, "currency": "USD", "reason": null,
             "created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z"}
            """;

    private final Contract contract = new Contract();

    @Test
    void the_contract_lists_the_problems_codes_in_their_order() {
        assertThat(contract.problemCodes())
                .containsExactlyElementsOf(
                        Stream.of(ProblemCode.values()).map(ProblemCode::word).toList());
    }

    @Test
    void every_operation_of_the_contract_is_there() {
        try (var world = new ApiWorld()) {
            for (var operation : contract.operations()) {
                var path = operation.path().replace("{id}", "acc_ann");
                var answer = world.send(operation.method(), path, "");
                assertThat(answer.status()).as(operation.toString()).isIn(200, 401);
            }
        }
    }

    @Test
    void an_exchange_as_described_passes() {
        check(200, TRANSFER);
        check(200, TRANSFER.replace("{\"id\"", "{\"new\": 1, \"id\""));
    }

    @Test
    void an_exchange_that_is_not_as_described_is_caught() {
        assertCaught(418, TRANSFER);
        assertCaught(200, TRANSFER.replace("\"last4\"", "\"last5\""));
        assertCaught(200, TRANSFER.replace("\"pending\"", "\"done\""));
        assertCaught(200, TRANSFER.replace("\"amount\": null", "\"amount\": \"1\""));
        assertCaught(200, TRANSFER.replace("\"pending\"", "\"declined\""));
        assertCaught(404, TRANSFER);
    }

    private void assertCaught(int status, String body) {
        assertThatThrownBy(() -> check(status, body)).isInstanceOf(AssertionError.class);
    }

    private void check(int status, String body) {
        var headers = Map.of("content-type", List.of("application/json"));
        var exchange = new Exchange(status, headers, body);
        contract.check("GET", "/v1/transfers/tr_x?wait=1", Optional.empty(), exchange);
    }
}
