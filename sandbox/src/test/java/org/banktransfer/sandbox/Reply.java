package org.banktransfer.sandbox;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What came back over the wire, down to how the connection ended.
public sealed interface Reply {

    /// A whole answer.
    record Answer(int status, String contentType, String body) implements Reply {

        private static final JsonMapper MAPPER = JsonMapper.builder().build();

        JsonNode json() {
            return MAPPER.readTree(body);
        }

        /// The status line's number and the body's `status`, such as `200 approved`.
        String said() {
            return status + " " + json().path("status").asString("");
        }
    }

    /// No whole answer.
    record Lost(How how) implements Reply {}

    /// How an answer can fail to come.
    enum How {
        /// Closed in order before the first byte.
        CLOSED,
        /// Reset.
        RESET,
        /// Closed in order in the middle of the answer.
        BROKEN_OFF,
        /// Nothing came before the caller's deadline.
        SILENT
    }
}
