package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.banktransfer.sandbox.faults.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The README's commands, run in their order, answer what the README says.
class ReadmeTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\n(curl .*?)```\n```json\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir private Path data;

    @Test
    void every_command_answers_as_written() throws IOException {
        int run = 0;
        try (var bank = Bank.open(data)) {
            var examples = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
            while (examples.find()) {
                var answer = Bank.answer(curl(bank, examples.group(1)));
                var expected = JsonMapper.builder().build().readTree(examples.group(2));
                assertThat(alike(answer.json(), expected))
                        .as("%s%s", examples.group(1), answer.body())
                        .isEqualTo(expected);
                run++;
            }
        }
        assertThat(run).isEqualTo(15);
    }

    /// The few ways in which the README uses curl.
    private static Reply curl(Bank bank, String command) {
        var words = WORD.matcher(command.replace("\\\n", " "));
        var arguments = new ArrayList<String>();
        while (words.find()) {
            arguments.add(words.group(1) == null ? words.group(2) : words.group(1));
        }
        var method = after(arguments, "-X", "GET");
        var type = after(arguments, "-H", "").replace("Content-Type: ", "");
        var url =
                arguments.stream()
                        .filter(each -> each.startsWith("http"))
                        .findFirst()
                        .orElseThrow();
        return bank.caller.send(
                method,
                url.replace("http://127.0.0.1:8085", ""),
                type,
                after(arguments, "-d", "").getBytes(UTF_8),
                "");
    }

    private static String after(List<String> arguments, String option, String otherwise) {
        int at = arguments.indexOf(option);
        return at < 0 ? otherwise : arguments.get(at + 1);
    }

    /// The answer, with `…` wherever the README has it.
    private static JsonNode alike(JsonNode answer, JsonNode expected) {
        if (answer instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                if (object.has(field.getKey())) {
                    object.set(
                            field.getKey(),
                            field.getValue().asString("").equals("…")
                                    ? field.getValue()
                                    : alike(object.get(field.getKey()), field.getValue()));
                }
            }
        } else if (answer.isArray()) {
            for (int i = 0; i < answer.size(); i++) {
                alike(answer.get(i), expected.path(i));
            }
        }
        return answer;
    }

    @Test
    void every_fault_is_explained() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        assertThat(Arrays.stream(Fault.values()).map(f -> f.name().toLowerCase(Locale.ROOT)))
                .allMatch(fault -> readme.contains("\n| `" + fault + "` |"));
    }
}
