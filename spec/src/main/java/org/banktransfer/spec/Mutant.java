package org.banktransfer.spec;

import java.util.List;
import java.util.regex.Pattern;

/// The model with one of its rules broken. It replaces single definitions of the model, so it
/// changes with the model in all else.
///
/// @param name of its module
/// @param rule the rule that is broken
/// @param broken how it is
/// @param configuration the name of the configuration that it is checked with
/// @param overrides what is replaced by what, as TLC's configuration words it
/// @param violates the property that TLC must find violated, and no other
record Mutant(
        String name,
        String rule,
        String broken,
        String configuration,
        List<String> overrides,
        String violates) {

    /// Reads the comment at the top of a mutant's module.
    static Mutant of(String name, String text) {
        return new Mutant(
                name,
                one(name, text, "Rule"),
                one(name, text, "Broken"),
                one(name, text, "Checked"),
                all(text, "Override"),
                one(name, text, "Violates"));
    }

    /// The configuration, with the rule broken.
    String configured(Configuration whole) {
        var text = new StringBuilder(whole.text());
        overrides.forEach(one -> text.append("CONSTANT ").append(one).append('\n'));
        return text.toString();
    }

    private static String one(String name, String text, String word) {
        var found = all(text, word);
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    name + ": expected one line \\* " + word + ":, found " + found.size());
        }
        return found.getFirst();
    }

    private static List<String> all(String text, String word) {
        return Pattern.compile("(?m)^\\\\\\* " + word + ": *(.+)$")
                .matcher(text)
                .results()
                .map(found -> found.group(1).strip())
                .toList();
    }
}
