package org.banktransfer.service;

import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/// How commands write JSON: one line for each thing, so that whatever reads it need not wait for
/// the end.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String line(Map<String, ?> fields) {
        return MAPPER.writeValueAsString(fields);
    }
}
