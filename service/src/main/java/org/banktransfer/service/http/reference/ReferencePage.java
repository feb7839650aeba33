package org.banktransfer.service.http.reference;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// An OpenAPI 3.1 contract as one page of HTML: every operation, parameter, answer and schema of
/// it, in the order of the file, each with a name to link to. It carries no style and no script of
/// its own, so it needs no exception from any policy.
public final class ReferencePage {

    private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private final JsonNode contract;
    private final String file;
    private final String siblings;

    private record Operation(String method, String path, JsonNode shared, JsonNode node) {

        String id() {
            return node.path("operationId").asString(method + path);
        }

        Stream<JsonNode> parameters() {
            return Stream.concat(
                    shared.path("parameters").valueStream(), node.path("parameters").valueStream());
        }
    }

    private ReferencePage(JsonNode contract, String file, String siblings) {
        this.contract = contract;
        this.file = file;
        this.siblings = siblings;
    }

    /// @param yaml the contract
    /// @param file where the contract itself is served
    /// @param siblings links to other pages, in HTML
    /// @return HTML in UTF-8
    public static byte[] of(byte[] yaml, String file, String siblings) {
        return new ReferencePage(YAML.readTree(yaml), file, siblings)
                .page()
                .getBytes(StandardCharsets.UTF_8);
    }

    private String page() {
        var info = contract.get("info");
        var title = Html.text(info.get("title").asString());
        var main = new StringBuilder();
        main.append(Html.element("h1", title + " <small>" + text(info, "version") + "</small>"));
        main.append(Html.element("p", text(info, "summary")));
        main.append(Html.markdown(info.path("description").asString("")));
        main.append(security());
        tags().forEach(tag -> main.append(tag(tag)));
        main.append(schemas());
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s API</title>
        <link rel="icon" href="/icon.svg">
        <link rel="stylesheet" href="/reference.css">
        </head>
        <body>
        <a class="skip" href="#main">Skip to the reference</a>
        <nav aria-label="Contents">
        <p>%s · %s</p>
        %s</nav>
        <main id="main" tabindex="-1">
        %s</main>
        </body>
        </html>
        """
                .formatted(title, siblings, Html.link(file, "OpenAPI file"), contents(), main);
    }

    private static String text(JsonNode node, String name) {
        return Html.text(node.path(name).asString(""));
    }

    private Stream<JsonNode> tags() {
        return contract.path("tags").valueStream();
    }

    private List<Operation> operations(JsonNode tag) {
        var operations = new ArrayList<Operation>();
        contract.get("paths")
                .properties()
                .forEach(path -> {
                    for (var method : METHODS) {
                        var node = path.getValue().path(method);
                        if (node.path("tags").valueStream().anyMatch(tag.get("name")::equals)) {
                            operations.add(
                                    new Operation(
                                            method.toUpperCase(Locale.ROOT),
                                            path.getKey(),
                                            path.getValue(),
                                            node));
                        }
                    }
                });
        return operations;
    }

    private String contents() {
        var list = new StringBuilder();
        tags().forEach(tag -> {
            var items = new StringBuilder();
            for (var operation : operations(tag)) {
                var words = operation.method() + " " + operation.path();
                items.append(Html.element("li", Html.link("#" + operation.id(), Html.code(words))));
            }
            list.append(Html.element("h2", text(tag, "name")))
                    .append(Html.element("ul", items.toString()));
        });
        var schemas = new StringBuilder();
        contract.at("/components/schemas")
                .propertyNames()
                .forEach(name ->
                        schemas.append(
                                Html.element(
                                        "li",
                                        Html.link("#" + Schemas.anchor(name), Html.text(name)))));
        return list + Html.element("h2", "Schemas") + Html.element("ul", schemas.toString());
    }

    private String security() {
        var html = new StringBuilder();
        contract.at("/components/securitySchemes")
                .properties()
                .forEach(scheme -> {
                    var node = scheme.getValue();
                    html.append(Html.element("h2", "Authentication"));
                    html.append(
                            Html.element(
                                    "p",
                                    Html.code(
                                            "Authorization: "
                                                    + node.path("scheme").asString()
                                                    + " …")));
                    html.append(Html.markdown(node.path("description").asString("")));
                });
        return html.toString();
    }

    private String tag(JsonNode tag) {
        var html = new StringBuilder(Html.element("h2", text(tag, "name")));
        html.append(Html.markdown(tag.path("description").asString("")));
        operations(tag).forEach(operation -> html.append(operation(operation)));
        return Html.element("section", html.toString());
    }

    private String operation(Operation operation) {
        var node = operation.node();
        var html = new StringBuilder();
        html.append("<article id=\"" + Html.text(operation.id()) + "\">\n");
        html.append(Html.element("h3", Html.code(operation.method() + " " + operation.path())));
        html.append(Html.element("p", Html.element("strong", text(node, "summary")).strip()));
        html.append(Html.markdown(node.path("description").asString("")));
        html.append(parameters(operation));
        if (node.has("requestBody")) {
            html.append(Html.element("h4", "Body"));
            html.append(content(node.get("requestBody")));
        }
        html.append(Html.element("h4", "Answers"));
        html.append(answers(node.get("responses")));
        return html.append("</article>\n").toString();
    }

    private String parameters(Operation operation) {
        var rows =
                operation
                        .parameters()
                        .map(this::resolved)
                        .map(parameter ->
                                List.of(
                                        Html.code(parameter.get("name").asString()),
                                        text(parameter, "in")
                                                + (parameter.path("required").asBoolean(false)
                                                        ? ", always"
                                                        : ""),
                                        Schemas.brief(parameter.path("schema"))
                                                + Html.markdown(
                                                        parameter
                                                                .path("description")
                                                                .asString(""))))
                        .toList();
        return rows.isEmpty()
                ? ""
                : Html.element("h4", "Parameters")
                        + Html.table(List.of("name", "in", "what it is"), rows);
    }

    private String answers(JsonNode responses) {
        var rows = new ArrayList<List<String>>();
        responses
                .properties()
                .forEach(response -> {
                    var node = resolved(response.getValue());
                    rows.add(
                            List.of(
                                    Html.code(response.getKey()),
                                    Html.markdown(node.path("description").asString(""))
                                            + headers(node)
                                            + content(node)));
                });
        return Html.table(List.of("status", "when, and what it says"), rows);
    }

    private String headers(JsonNode response) {
        var rows = new ArrayList<List<String>>();
        response.path("headers")
                .properties()
                .forEach(header -> {
                    var node = resolved(header.getValue());
                    rows.add(
                            List.of(
                                    Html.code(header.getKey()),
                                    Schemas.brief(node.path("schema"))
                                            + Html.markdown(
                                                    node.path("description").asString(""))));
                });
        return Html.table(List.of("header", "what it is"), rows);
    }

    private String content(JsonNode node) {
        var html = new StringBuilder();
        node.path("content")
                .properties()
                .forEach(content -> {
                    var media = content.getValue();
                    html.append(
                            Html.element(
                                    "p",
                                    Html.code(content.getKey())
                                            + (media.has("schema")
                                                    ? ": " + Schemas.brief(media.get("schema"))
                                                    : "")));
                    media.path("examples")
                            .properties()
                            .forEach(example -> {
                                var shown = resolved(example.getValue());
                                html.append(Html.element("p", text(shown, "summary")));
                                html.append(Schemas.example(shown.path("value")));
                            });
                });
        return html.toString();
    }

    private String schemas() {
        var html = new StringBuilder(Html.element("h2", "Schemas"));
        contract.at("/components/schemas")
                .properties()
                .forEach(schema ->
                        html.append(
                                        "<article id=\""
                                                + Schemas.anchor(Html.text(schema.getKey()))
                                                + "\">\n")
                                .append(Html.element("h3", Html.text(schema.getKey())))
                                .append(Schemas.full(schema.getValue()))
                                .append("</article>\n"));
        return Html.element("section", html.toString());
    }

    private JsonNode resolved(JsonNode node) {
        var ref = node.path("$ref").asString("");
        return ref.isEmpty() ? node : resolved(contract.at(ref.substring(1)));
    }
}
