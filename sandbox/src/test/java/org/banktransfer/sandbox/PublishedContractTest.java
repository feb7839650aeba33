package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The published contract, held against itself: a contract whose examples break it binds nobody.
class PublishedContractTest {

    private static JsonNode schema(String name) {
        return PublishedContract.file().at("/components/schemas/" + name);
    }

    @Test
    void every_example_is_what_its_schema_says() {
        var contents = new ArrayList<JsonNode>();
        collect(PublishedContract.file(), contents);
        int examples = 0;
        for (var content : contents) {
            for (Map.Entry<String, JsonNode> named : content.get("examples").properties()) {
                var example = named.getValue();
                var value =
                        example.has("$ref")
                                ? PublishedContract.file()
                                        .at(example.get("$ref").stringValue().substring(1))
                                        .get("value")
                                : example.get("value");
                assertThat(PublishedContract.errors(content.get("schema"), value.toString()))
                        .as("%s: %s", named.getKey(), value)
                        .isEmpty();
                examples++;
            }
        }
        assertThat(examples).isGreaterThan(20);
    }

    /// Everything with a schema and examples of it.
    private static void collect(JsonNode node, List<JsonNode> found) {
        if (node.has("schema") && node.has("examples")) {
            found.add(node);
        }
        node.forEach(child -> collect(child, found));
    }

    @Test
    void every_reference_leads_somewhere() {
        var dangling =
                PublishedContract.file().findValues("$ref").stream()
                        .filter(ref ->
                                PublishedContract.file()
                                        .at(ref.stringValue().substring(1))
                                        .isMissingNode())
                        .toList();
        assertThat(dangling).isEmpty();
    }

    @Test
    void the_requests_of_these_tests_are_requests_of_the_contract() {
        assertThat(PublishedContract.errors(schema("CashOutRequest"), request(CARD, PIN, 2500L)))
                .isEmpty();
        assertThat(PublishedContract.errors(schema("CashOutRequest"), request(CARD, PIN, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Approved       | {"id":"tr_1","status":"approved","amount":1,"currency":"USD","at":"2026-01-31T12:00:00Z"}
                    Approved       | {"id":"tr_1","status":"approved","amount":0,"currency":"USD","reference":"r","at":"2026-01-31T12:00:00Z"}
                    Approved       | {"id":"tr_1","status":"approved","amount":"1","currency":"USD","reference":"r","at":"2026-01-31T12:00:00Z"}
                    Declined       | {"id":"tr_1","status":"declined"}
                    NeverSeen      | {"status":"never_seen"}
                    Entry          | {"id":"tr_1","status":"never_seen"}
                    CashOutRequest | {"currency":"USD","valid_until":"2026-01-31T12:00:00Z"}
                    CashOutRequest | {"card_jwe":"e30","currency":"USD","valid_until":"2026-01-31T12:00:00Z","tip":1}
                    """)
    void the_schemas_refuse_what_is_not_meant(String schema, String json) {
        assertThat(PublishedContract.errors(schema(schema), json)).isNotEmpty();
    }
}
