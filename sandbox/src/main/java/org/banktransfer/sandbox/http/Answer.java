package org.banktransfer.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// An answer, before it is known whether and how it goes out.
///
/// @param outcome one word for the request log: the contract's status, or an error's code
record Answer(int status, String contentType, Body body, String outcome) {

    static final String JSON = "application/json";

    /// The bytes after the head.
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Answer json(int status, ObjectNode json, String outcome) {
        return text(status, JSON, json.toString(), outcome);
    }

    static Answer text(int status, String contentType, String text, String outcome) {
        return new Answer(status, contentType, out -> out.write(text.getBytes(UTF_8)), outcome);
    }

    static Answer error(int status, String code, String detail) {
        var json = Json.object();
        json.put("status", "error").put("code", code).put("detail", detail);
        return json(status, json, code);
    }

    /// The whole body in memory.
    byte[] bytes() {
        var out = new ByteArrayOutputStream(256);
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
