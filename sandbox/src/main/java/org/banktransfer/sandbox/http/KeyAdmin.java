package org.banktransfer.sandbox.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

import org.banktransfer.sandbox.keys.CardKeys;

import java.util.regex.Pattern;

/// The keys that cards are encrypted to, renewed and retired: `/admin/keys`.
final class KeyAdmin implements HttpService {

    private static final Pattern KIND = Pattern.compile("RSA|EC");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

    private final CardKeys keys;

    KeyAdmin(CardKeys keys) {
        this.keys = keys;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/", Admin.answering(this::make)).delete("/{id}", Admin.answering(this::retire));
    }

    private Answer make(ServerRequest request) {
        var fields = Bodies.json(request, Bodies.CONTRACT_MAX);
        var kind = CardKeys.Kind.valueOf(fields.text("kty", KIND, "RSA or EC"));
        fields.noOthers();
        return Answer.json(200, Json.object().put("kid", keys.make(kind)), "key");
    }

    private Answer retire(ServerRequest request) {
        var id = Bodies.path(request, "id", ID, "the kid of a key");
        return keys.retire(id)
                ? Answer.json(200, Json.object().put("retired", id), "key")
                : Answer.error(404, "not_found", "no such key");
    }
}
