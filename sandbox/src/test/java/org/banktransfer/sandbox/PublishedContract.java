package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The contract as published, and answers held against it.
final class PublishedContract {

    private static final JsonNode FILE = read(Path.of("../docs/api/institution.yaml"));
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private PublishedContract() {}

    static JsonNode file() {
        return FILE;
    }

    /// The answer's status is one the contract names for this call, and its body what it says
    /// there.
    static void holds(String method, String path, Reply.Answer answer) {
        var said =
                resolve(
                        FILE.get("paths")
                                .get(path)
                                .get(method)
                                .get("responses")
                                .path(Integer.toString(answer.status())));
        assertThat(said.isMissingNode())
                .as("%s %s answers %d", method, path, answer.status())
                .isFalse();
        var type = answer.contentType().replaceAll(";.*", "");
        var schema = said.at("/content").path(type).path("schema");
        assertThat(schema.isMissingNode()).as("%d %s", answer.status(), type).isFalse();
        if (type.equals("application/json")) {
            assertThat(errors(schema, answer.body())).as(answer.body()).isEmpty();
        }
    }

    /// What is wrong with this JSON by this schema of the file.
    static List<String> errors(JsonNode schema, String json) {
        var whole = JsonMapper.builder().build().createObjectNode();
        whole.setAll((ObjectNode) schema.deepCopy());
        whole.set("components", FILE.get("components"));
        return REGISTRY.getSchema(whole).validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? FILE.at(node.get("$ref").stringValue().substring(1)) : node;
    }

    private static JsonNode read(Path file) {
        try {
            return YAMLMapper.builder().build().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
