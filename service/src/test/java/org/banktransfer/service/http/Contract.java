package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Holds an exchange to `docs/api/customer.yaml`: the path and method are there, the status is
/// documented for them, and headers and body are as described.
final class Contract {

    private static final String IRI = "https://contract.invalid/customer";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    Contract() {
        document = new YAMLMapper().readTree(text());
        schemas =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(Map.of(IRI, document.toString())));
    }

    private static String text() {
        try {
            return Files.readString(Path.of("../docs/api/customer.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param requestBody empty if there was none, or none that is JSON
    void check(String method, String path, Optional<JsonNode> requestBody, Exchange exchange) {
        var item = pathItem(path.replaceFirst("\\?.*", ""));
        if (item.isEmpty()) {
            assertThat(exchange.status()).as(path + " is not in the contract").isEqualTo(404);
            checkBody("Problem", exchange);
            return;
        }
        var operation = item.get().path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            assertThat(exchange.status()).as(method + " is not in the contract").isEqualTo(405);
            checkBody("Problem", exchange);
            return;
        }
        var response = resolved(operation.path("responses").path("" + exchange.status()));
        assertThat(response.isMissingNode())
                .as(method + " " + path + " answers " + exchange.status() + ", undocumented")
                .isFalse();
        checkHeaders(response, exchange);
        checkContent(response, exchange);
        if (exchange.status() < 300 && requestBody.isPresent()) {
            var content = operation.at("/requestBody/content/application~1json/schema");
            check(content, requestBody.get(), "request");
        }
    }

    record Operation(String method, String path) {}

    List<Operation> operations() {
        return document.path("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .map(Map.Entry::getKey)
                                .filter(Set.of("get", "put", "post", "delete")::contains)
                                .map(method ->
                                        new Operation(
                                                method.toUpperCase(Locale.ROOT), path.getKey())))
                .toList();
    }

    List<String> problemCodes() {
        return words("/components/schemas/Problem/properties/code/enum");
    }

    /// The words that a schema allows.
    List<String> enumOf(String schema) {
        return words("/components/schemas/" + schema + "/enum");
    }

    private List<String> words(String at) {
        return document.at(at).valueStream().map(JsonNode::asString).toList();
    }

    private Optional<JsonNode> pathItem(String path) {
        return document.path("paths")
                .propertyStream()
                .filter(entry ->
                        path.matches(
                                entry.getKey().replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+")))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void checkHeaders(JsonNode response, Exchange exchange) {
        for (var header : response.path("headers").properties()) {
            var definition = resolved(header.getValue());
            var sent = exchange.header(header.getKey());
            if (definition.path("required").asBoolean(false)) {
                assertThat(sent).as(header.getKey()).isPresent();
            }
            sent.ifPresent(value -> {
                var pattern = definition.at("/schema/pattern").asString("");
                assertThat(value).containsPattern(Pattern.compile(pattern));
                var constant = definition.at("/schema/const").asString(value);
                assertThat(value).isEqualTo(constant);
            });
        }
    }

    private void checkContent(JsonNode response, Exchange exchange) {
        if (exchange.status() == 204) {
            assertThat(exchange.text()).isEmpty();
            return;
        }
        var type = exchange.header("Content-Type").orElse("").replaceFirst(";.*", "");
        var content = response.path("content").path(type);
        assertThat(content.isMissingNode())
                .as(exchange.status() + " with " + type + ", undocumented")
                .isFalse();
        if (content.has("schema")) {
            check(content.path("schema"), exchange.json(), "answer");
        }
    }

    private void checkBody(String schema, Exchange exchange) {
        var errors = schema(schema).validate(exchange.json());
        assertThat(errors).as(exchange.text()).isEmpty();
    }

    private void check(JsonNode reference, JsonNode value, String what) {
        var name = reference.path("$ref").asString("").replace("#/components/schemas/", "");
        if (name.isEmpty()) {
            fail("the contract's " + what + " has no named schema");
        }
        assertThat(schema(name).validate(value)).as(what + " " + value).isEmpty();
    }

    private Schema schema(String name) {
        return schemas.getSchema(SchemaLocation.of(IRI + "#/components/schemas/" + name));
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }
}
