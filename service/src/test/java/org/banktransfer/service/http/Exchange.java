package org.banktransfer.service.http;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What came back.
///
/// @param headers by lower-case name
record Exchange(int status, Map<String, List<String>> headers, String text) {

    Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    JsonNode json() {
        return Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    String code() {
        return json().path("code").asString("");
    }

    String at(String pointer) {
        return json().at(pointer).asString();
    }

    List<String> pointers() {
        return json().path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asString())
                .toList();
    }
}
