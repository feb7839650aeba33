package org.banktransfer.service.http;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the fields of a JSON object strictly and gathers all that is wrong with them, so that a
/// caller learns everything at once. What was sent is never repeated: it may be a card or a PIN,
/// also where none belongs.
final class Fields {

    /// A name of ours that was misspelt may be named; digits could be anything.
    private static final Pattern NAMEABLE = Pattern.compile("[a-z_]{1,40}");

    private final String pointer;
    private final @Nullable JsonNode node;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();

    private Fields(String pointer, @Nullable JsonNode node, List<FieldError> errors) {
        this.pointer = pointer;
        this.node = node;
        this.errors = errors;
    }

    /// @param errors what is wrong is added here
    static Fields ofBody(byte[] body, List<FieldError> errors) {
        try {
            return object("", Json.read(body), errors);
        } catch (JacksonException e) {
            var at = e.getLocation();
            var where =
                    at == null || at.getLineNr() < 1
                            ? ""
                            : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            errors.add(
                    new FieldError(
                            "", "The body is one JSON object that names nothing twice" + where));
            return new Fields("", null, errors);
        }
    }

    private static Fields object(String pointer, JsonNode node, List<FieldError> errors) {
        if (node.isObject()) {
            return new Fields(pointer, node, errors);
        }
        errors.add(new FieldError(pointer, "is an object"));
        return new Fields(pointer, null, errors);
    }

    /// A string that must be there and that `parse` takes.
    ///
    /// @param rule what it looks like, for the caller
    <T> Optional<T> string(String name, String rule, Function<String, T> parse) {
        return find(name, rule, true).flatMap(found -> parsed(found, name, rule, parse));
    }

    /// A string that may be left out.
    <T> Optional<T> optionalString(String name, String rule, Function<String, T> parse) {
        return find(name, rule, false).flatMap(found -> parsed(found, name, rule, parse));
    }

    /// A list of strings that may be left out, which is as good as an empty one.
    <T> List<T> strings(String name, String rule, Function<String, T> parse) {
        var found = find(name, rule, false);
        if (found.isEmpty()) {
            return List.of();
        }
        if (!found.get().isArray()) {
            wrong(name, rule);
            return List.of();
        }
        return found.get()
                .valueStream()
                .flatMap(each -> parsed(each, name, rule, parse).stream())
                .toList();
    }

    private <T> Optional<T> parsed(
            JsonNode found, String name, String rule, Function<String, T> parse) {
        if (!found.isString()) {
            return wrong(name, rule);
        }
        try {
            return Optional.of(parse.apply(found.stringValue()));
        } catch (IllegalArgumentException e) {
            return wrong(name, rule);
        }
    }

    /// A whole number that may be left out.
    Optional<Long> wholeNumber(String name, long min, long max) {
        var rule = "is a whole number from " + min + " to " + max;
        return find(name, rule, false)
                .flatMap(found ->
                        found.isIntegralNumber()
                                        && found.canConvertToLong()
                                        && found.longValue() >= min
                                        && found.longValue() <= max
                                ? Optional.of(found.longValue())
                                : wrong(name, rule));
    }

    /// An object that must be there. Its own mistakes are gathered with the others.
    Fields object(String name) {
        return find(name, "is an object", true)
                .map(found -> object(pointer + "/" + name, found, errors))
                .orElseGet(() -> new Fields(pointer + "/" + name, null, errors));
    }

    /// Refuses the fields that nobody has asked for.
    void refuseOthers() {
        if (node == null) {
            return;
        }
        for (var name : node.propertyNames()) {
            if (!known.contains(name)) {
                boolean nameable = NAMEABLE.matcher(name).matches();
                errors.add(
                        new FieldError(
                                nameable ? pointer + "/" + name : pointer,
                                nameable ? "is not known here" : "has a field that is not known"));
            }
        }
    }

    private Optional<JsonNode> find(String name, String rule, boolean required) {
        known.add(name);
        if (node == null) {
            return Optional.empty();
        }
        var found = node.get(name);
        if (found == null && required) {
            errors.add(new FieldError(pointer + "/" + name, "is missing; it " + rule));
        }
        return Optional.ofNullable(found);
    }

    private <T> Optional<T> wrong(String name, String rule) {
        errors.add(new FieldError(pointer + "/" + name, rule));
        return Optional.empty();
    }
}
