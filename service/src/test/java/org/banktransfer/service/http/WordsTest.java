package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.VoidReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The page's words: there are some for all that can happen, the same in each language.
class WordsTest {

    private static final Pattern VALUE = Pattern.compile("\\{\\w+}");

    /// A key that stands in a script or on the page: in quotes, of the form `group.name`.
    private static final Pattern KEY = Pattern.compile("['\"]([a-z_]+\\.[a-z_]+)['\"]");

    private static final Pattern ON_PAGE = Pattern.compile("data-say(?:-label)?=\"([a-z_.]+)\"");

    private static Map<String, String> words(String language) {
        var words = new TreeMap<String, String>();
        Json.read(text("messages/" + language + ".json").getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(each -> words.put(each.getKey(), each.getValue().asString()));
        return words;
    }

    private static String text(String file) {
        try (var in = PageRoutes.class.getResourceAsStream("/web/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    @Test
    void each_language_says_the_same_with_the_same_values() {
        var english = words("en");
        var german = words("de");

        assertThat(german.keySet()).containsExactlyElementsOf(english.keySet());
        english.forEach((key, text) ->
                assertThat(values(german.getOrDefault(key, ""))).as(key).isEqualTo(values(text)));
    }

    private static List<String> values(String text) {
        return VALUE.matcher(text).results().map(match -> match.group()).sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void there_are_words_for_every_problem_status_and_reason(String language) {
        assertThat(words(language)).containsKeys(wanted().toArray(String[]::new));
        assertThat(words(language).values()).allSatisfy(text -> assertThat(text).isNotBlank());
    }

    /// The lists of the program and of the contract, and none kept here.
    private static List<String> wanted() {
        var wanted = new ArrayList<String>();
        for (var code : ProblemCode.values()) {
            wanted.add("problem." + code.word());
        }
        for (var reason : reasons()) {
            wanted.add("reason." + reason);
            wanted.add("reason." + reason + ".next");
        }
        for (var status : new Contract().enumOf("Status")) {
            wanted.addAll(List.of(status + ".word", status + ".title", status + ".where"));
        }
        // These give no reason, or one that says nothing of what happens next.
        wanted.addAll(List.of("pending.what", "pending.next", "completed.what", "completed.next"));
        wanted.add("reversing.next");
        return wanted;
    }

    private static List<String> reasons() {
        return Stream.<Enum<?>>concat(
                        Stream.of(DeclineCode.values()), Stream.of(VoidReason.values()))
                .map(reason -> reason.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void every_key_that_the_page_names_has_words() {
        var groups =
                words("en").keySet().stream().map(key -> key.replaceFirst("\\..*", "")).toList();
        var named = new ArrayList<>(found(ON_PAGE, text("index.html")));
        for (var file : List.of("app", "form", "past", "say", "screen", "words")) {
            found(KEY, text(file + ".js")).stream()
                    .filter(key -> groups.contains(key.replaceFirst("\\..*", "")))
                    .forEach(named::add);
        }

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(words("en")).containsKeys(named.toArray(String[]::new));
    }
}
