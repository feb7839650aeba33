package org.banktransfer.sandbox.http;

import io.helidon.webserver.http.ServerRequest;

import org.banktransfer.sandbox.faults.Operation;

/// Reads a request of the contract into a [Call]. A request that cannot be read is a call too: one
/// that, carried out, answers why. So it is counted, and meets the dial, like any other.
final class Reading {

    private Reading() {}

    /// The rest of reading, given the id.
    interface Rest {
        Call of(String id);
    }

    static Call call(Operation operation, ServerRequest request, Rest rest) {
        // Until it has the form of an id it may be anything, a card number too, and is not kept.
        var id = "?";
        try {
            id = Bodies.path(request, "id", Bodies.ID, "1 to 64 letters, digits, `_` and `-`");
            return rest.of(id);
        } catch (Refusal refusal) {
            return new Call(
                    operation,
                    id,
                    null,
                    _ -> {
                        throw refusal;
                    });
        }
    }
}
