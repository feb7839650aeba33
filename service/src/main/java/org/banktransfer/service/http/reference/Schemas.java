package org.banktransfer.service.http.reference;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What values may look like, in words.
final class Schemas {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String NAMED = "#/components/schemas/";

    /// The bounds that are told as they are written.
    private static final List<String> BOUNDS =
            List.of(
                    "format",
                    "pattern",
                    "minimum",
                    "maximum",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "default");

    private Schemas() {}

    static String anchor(String schema) {
        return "schema-" + schema;
    }

    /// In a few words: a link to where it is described, or what it is.
    static String brief(JsonNode schema) {
        var ref = schema.path("$ref").asString("");
        if (ref.startsWith(NAMED)) {
            var name = ref.substring(NAMED.length());
            return Html.link("#" + anchor(name), Html.text(name));
        }
        if (schema.has("const")) {
            return Html.code(schema.get("const").asString());
        }
        if (schema.has("enum")) {
            return schema.get("enum")
                    .valueStream()
                    .map(value -> Html.code(value.asString()))
                    .collect(Collectors.joining(" · "));
        }
        for (var either : List.of("oneOf", "anyOf")) {
            if (schema.has(either) && !schema.has("properties")) {
                return schema.get(either)
                        .valueStream()
                        .map(Schemas::brief)
                        .collect(Collectors.joining(" or "));
            }
        }
        if (schema.has("items")) {
            return "array of " + brief(schema.get("items")) + bounds(schema);
        }
        return Html.text(types(schema)) + bounds(schema);
    }

    private static String types(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray()
                ? type.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "))
                : type.asString(schema.has("properties") ? "object" : "any");
    }

    private static String bounds(JsonNode schema) {
        var bounds = new ArrayList<String>();
        for (var name : BOUNDS) {
            if (schema.has(name)) {
                bounds.add(Html.text(name) + " " + Html.code(schema.get(name).asString()));
            }
        }
        return bounds.isEmpty() ? "" : ", " + String.join(", ", bounds);
    }

    /// All of it: its words, its properties, its examples.
    static String full(JsonNode schema) {
        var html = new StringBuilder(Html.markdown(schema.path("description").asString("")));
        if (schema.has("properties") || schema.path("items").has("properties")) {
            html.append(properties(schema.has("properties") ? schema : schema.get("items")));
        } else {
            html.append(Html.element("p", brief(schema)));
        }
        schema.path("examples").valueStream().forEach(example -> html.append(example(example)));
        return html.toString();
    }

    private static String properties(JsonNode schema) {
        var required = schema.path("required").valueStream().map(JsonNode::asString).toList();
        var rows = new ArrayList<List<String>>();
        schema.get("properties")
                .properties()
                .forEach(property ->
                        rows.add(
                                List.of(
                                        Html.code(property.getKey()),
                                        required.contains(property.getKey()) ? "always" : "",
                                        value(property.getValue()))));
        return Html.table(List.of("field", "there", "what it is"), rows);
    }

    /// A property's value; the properties of an object within, or of one that it may be, follow in
    /// a table of their own.
    private static String value(JsonNode schema) {
        var html = new StringBuilder(brief(schema));
        html.append(Html.markdown(schema.path("description").asString("")));
        Stream.concat(Stream.of(schema, schema.path("items")), schema.path("oneOf").valueStream())
                .filter(each -> each.has("properties"))
                .forEach(each -> html.append(properties(each)));
        return html.toString();
    }

    static String example(JsonNode example) {
        return "<pre tabindex=\"0\"><code>"
                + Html.text(
                        example.isString()
                                ? example.stringValue()
                                : JSON.writeValueAsString(example))
                + "</code></pre>\n";
    }
}
