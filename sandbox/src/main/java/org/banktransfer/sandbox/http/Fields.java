package org.banktransfer.sandbox.http;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The fields of one JSON object, read one by one; what is left over at the end is refused. Every
/// refusal names the field it is about and what would do, never what was sent.
final class Fields {

    private final ObjectNode object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private Fields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /// The fields of a body.
    static Fields of(byte[] body) {
        return of(Json.read(body), "");
    }

    /// The fields of what was encrypted as the value of a field.
    static Fields sealed(byte[] json, String field) {
        try {
            return of(Json.read(json), field);
        } catch (Refusal refusal) {
            throw Refusal.invalid(field + ": it does not open to a JSON object");
        }
    }

    private static Fields of(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, path);
        }
        throw Refusal.invalid((path.isEmpty() ? "the body" : path) + ": a JSON object");
    }

    boolean has(String name) {
        return object.has(name);
    }

    private @Nullable JsonNode take(String name) {
        read.add(name);
        return object.get(name);
    }

    private JsonNode require(String name) {
        var node = take(name);
        if (node == null) {
            throw refusal(name, "is missing");
        }
        return node;
    }

    String text(String name, Pattern form, String words) {
        return text(name, require(name), form, words);
    }

    @Nullable String optionalText(String name, Pattern form, String words) {
        var node = take(name);
        return node == null ? null : text(name, node, form, words);
    }

    private String text(String name, JsonNode node, Pattern form, String words) {
        if (node.isString() && form.matcher(node.stringValue()).matches()) {
            return node.stringValue();
        }
        throw refusal(name, words);
    }

    long number(String name, long min, long max) {
        return number(name, require(name), min, max);
    }

    @Nullable Long optionalNumber(String name, long min, long max) {
        var node = take(name);
        return node == null ? null : number(name, node, min, max);
    }

    private long number(String name, JsonNode node, long min, long max) {
        if (node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= min
                && node.longValue() <= max) {
            return node.longValue();
        }
        throw refusal(name, "a whole number from " + min + " to " + max);
    }

    /// A number from 0 to 1, whole or not.
    double share(String name, double otherwise) {
        var node = take(name);
        if (node == null) {
            return otherwise;
        }
        if (node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1) {
            return node.doubleValue();
        }
        throw refusal(name, "a number from 0 to 1");
    }

    Fields object(String name) {
        return of(require(name), path + name);
    }

    List<Fields> objects(String name, int max) {
        var node = require(name);
        if (!node.isArray() || node.size() > max) {
            throw refusal(name, "an array of at most " + max);
        }
        var objects = new ArrayList<Fields>();
        for (var element : node) {
            objects.add(of(element, path + name + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /// An object of any fields, as it is.
    @Nullable ObjectNode optionalAnything(String name) {
        var node = take(name);
        if (node == null) {
            return null;
        }
        if (node instanceof ObjectNode any) {
            return any;
        }
        throw refusal(name, "a JSON object");
    }

    /// Refuses the object if it has fields nobody read. They are not named: a name, too, is input.
    void noOthers() {
        for (var name : object.propertyNames()) {
            if (!read.contains(name)) {
                throw Refusal.invalid("unknown field" + (path.isEmpty() ? "" : " in " + path));
            }
        }
    }

    Refusal refusal(String name, String words) {
        return Refusal.invalid((path.isEmpty() ? "" : path + ".") + name + ": " + words);
    }
}
