package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.http.reference.ReferencePage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The published contracts as pages to read.
class ReferenceTest {

    private static final Pattern LINK = Pattern.compile("href=\"#([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("id=\"([^\"]+)\"");

    private final ApiWorld world = new ApiWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"/docs,customer.yaml", "/docs/institution,institution.yaml"})
    void a_page_has_every_operation_answer_and_schema_of_its_contract(String path, String file)
            throws IOException {
        var page = world.plain(path);
        var contract = new YAMLMapper().readTree(Files.readString(contract(file)));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(all(NAME, page.text())).containsAll(names(contract));
        assertThat(page.text()).contains(contract.at("/info/summary").asString());
        contract.get("paths")
                .properties()
                .forEach(each -> {
                    assertThat(page.text()).contains(each.getKey() + "</code>");
                    each.getValue()
                            .findValues("responses")
                            .forEach(responses ->
                                    assertThat(responses.propertyNames())
                                            .allSatisfy(status ->
                                                    assertThat(page.text())
                                                            .contains(
                                                                    "<code>" + status
                                                                            + "</code>")));
                });
    }

    private static Set<String> names(JsonNode contract) {
        var names = new TreeSet<String>();
        contract.get("paths").findValues("operationId").forEach(id -> names.add(id.asString()));
        contract.at("/components/schemas")
                .propertyNames()
                .forEach(each -> names.add("schema-" + each));
        return names;
    }

    @ParameterizedTest
    @CsvSource({"/docs", "/docs/institution"})
    void every_link_within_a_page_leads_somewhere(String path) {
        var page = world.plain(path).text();

        assertThat(all(LINK, page)).isNotEmpty().isSubsetOf(all(NAME, page));
    }

    private static Set<String> all(Pattern pattern, String page) {
        var found = new TreeSet<String>();
        pattern.matcher(page).results().forEach(each -> found.add(each.group(1)));
        return found;
    }

    @ParameterizedTest
    @CsvSource({"/docs", "/docs/institution"})
    void a_page_needs_no_script_no_inline_style_and_nobody_else(String path) {
        var page = world.plain(path);

        assertThat(page.text()).doesNotContain("<script", "style=", "<style", "src=\"http");
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("script-src", "unsafe");
    }

    @Test
    void the_institutions_contract_is_served_as_it_is_published() throws IOException {
        assertThat(world.plain("/institution.yaml").text())
                .isEqualTo(Files.readString(contract("institution.yaml")));
    }

    @Test
    void markup_in_a_contract_is_text_on_its_page() {
        var contract =
                """
                info: {title: <b>T</b>, version: '1', summary: '<i>s</i>', description: '<img src=x> [a](javascript:b)'}
                tags: [{name: T, description: d}]
                paths:
                  /a"b:
                    get:
                      tags: [T]
                      operationId: 'x" onload="y'
                      summary: <script>
                      responses: {'200': {description: <script>}}
                components: {schemas: {S: {enum: ['<script>']}}}
                """;

        var page =
                new String(
                        ReferencePage.of(contract.getBytes(StandardCharsets.UTF_8), "/f", ""),
                        StandardCharsets.UTF_8);

        assertThat(page)
                .contains("&lt;script&gt;", "&lt;b&gt;T", "&lt;img")
                .doesNotContain("<script", "<b>T", "<img", "<i>s", "javascript:", "x\" onload");
    }

    private static Path contract(String file) {
        return Path.of("../docs/api").resolve(file);
    }
}
