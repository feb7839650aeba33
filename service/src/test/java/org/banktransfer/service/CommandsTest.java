package org.banktransfer.service;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The front door: what it says of all commands, and how it says no.
class CommandsTest {

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commands()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line),
                line.getSubcommands().values().stream().flatMap(CommandsTest::all));
    }

    @Test
    void help_names_every_command_with_a_line_of_its_own() {
        assertThat(run("--help")).isZero();

        var commands = Main.commands().getSubcommands();
        assertThat(commands)
                .containsKeys("demo", "serve", "transfers", "audit", "simulate", "bench");
        assertThat(commands)
                .allSatisfy((name, _) ->
                        assertThat(out.toString())
                                .containsPattern("(?m)^  \\Q" + name + "\\E +\\w"));
    }

    /// Those of the checkout are held to it by their own modules.
    @Test
    void the_page_on_commands_says_what_their_help_says() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "commands.md"));

        assertThat(page).contains(fenced(usage(Main.commands())));
        for (var command :
                List.of(
                        "transfers",
                        "audit",
                        "card",
                        "demo",
                        "certify",
                        "chaos",
                        "time-to-truth",
                        "completion")) {
            var line = command(command);
            assertThat(page).contains("\n## " + command + "\n").contains(fenced(usage(line)));
            line.getSubcommands()
                    .values()
                    .forEach(below -> assertThat(page).contains(fenced(usage(below))));
        }
        assertThat(page).contains("\n## serve\n").contains(fenced(withoutSettings(serve())));
    }

    private static String serve() {
        return usage(command("serve"));
    }

    private static CommandLine command(String name) {
        return requireNonNull(Main.commands().getSubcommands().get(name));
    }

    private static String usage(CommandLine line) {
        return line.getUsageMessage(Ansi.OFF);
    }

    private static String fenced(String usage) {
        return "```text\n" + usage.stripTrailing() + "\n```\n";
    }

    /// docs/settings.md has those.
    private static String withoutSettings(String usage) {
        int settings = usage.indexOf("      --settings=");
        int exits = usage.indexOf("\nExit status:");
        int institutions = usage.indexOf("\nAnd for every institution");
        assertThat(List.of(settings, exits, institutions)).isSorted().doesNotContain(-1);
        return usage.substring(0, settings) + usage.substring(exits, institutions);
    }

    @Test
    void every_command_tells_its_exit_statuses() {
        var groups = List.of("list", "show", "watch", "help");
        assertThat(Main.commands().getSubcommands().values())
                .filteredOn(line -> !groups.contains(line.getCommandName()))
                // Elsewhere they are the real ones, and say it too.
                .filteredOn(line ->
                        Stream.of(OfTheCheckout.values())
                                .noneMatch(of -> of.word().equals(line.getCommandName())))
                .allSatisfy(line -> assertThat(usage(line)).contains("Exit status:", "  0 "));
    }

    @ParameterizedTest
    @CsvSource({
        "simulat, simulate",
        "audti, audit",
        "transfer, transfers",
        "serv, serve",
    })
    void an_unknown_command_is_answered_with_the_nearest_in_one_line(String written, String meant) {
        assertThat(run(written)).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .startsWith(
                        "banktransfer: no command '" + written + "'; did you mean " + meant + "?");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chaos --minuts 1",
                "chaos --minutes one",
                "demo --data",
                "completion fish",
                "transfers",
                "transfers show tr_1",
                "transfers list --limit 0 --token-file x",
                "transfers list --token-file /nowhere/to/be/found",
                "transfers watch --seconds 0",
                "transfers list --url nonsense",
                "serve --json",
            })
    void what_is_not_understood_is_said_in_one_line_with_where_to_read_on(String words) {
        int status = run(words.isEmpty() ? new String[0] : words.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("banktransfer: ")
                .endsWith("--help tells more)");
    }

    @Test
    void a_command_of_the_checkout_says_where_it_is_run_if_it_is_not_here() {
        assertThat(run("bench", "--seconds", "1")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("banktransfer: bench is run from a checkout: ./banktransfer bench\n");
    }

    @Test
    void a_token_is_read_from_a_file_and_is_in_no_message() throws IOException {
        var token = Files.writeString(directory.resolve("token"), "not a\ntoken-of-ours");

        assertThat(run("transfers", "list", "--token-file", token.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("a token is needed").doesNotContain("of-ours");
    }

    @Test
    void a_service_that_does_not_answer_is_said_in_one_line() throws IOException {
        var token = Files.writeString(directory.resolve("token"), "token\n");

        // Nobody listens on the port of discard.
        int status =
                run("transfers", "list", "--url", "http://127.0.0.1:9", "--token-file", "" + token);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("banktransfer: no answer from http://127.0.0.1:9: ");
    }

    @Test
    void colours_are_gone_when_asked_wherever_on_the_line_it_is_asked() {
        assertThat(Main.plain("demo", Main.NO_COLOR, "--once")).containsExactly("demo", "--once");
        assertThat(Main.plain("demo", "--once")).containsExactly("demo", "--once");
    }

    @ParameterizedTest
    @CsvSource({
        "'banktransfer tra', transfers",
        "'banktransfer transfers sh', show",
        "'banktransfer transfers list --tok', --token-file",
        "'banktransfer serve --http.po', --http.port",
        "'banktransfer time-to-truth --in', --in-flight",
    })
    void bash_completes_commands_and_options(String typed, String completed) throws Exception {
        assertThat(run("completion", "bash")).isZero();
        var script = Files.writeString(directory.resolve("completion"), out.toString());
        var bash =
                """
                source %s
                words=(%s)
                COMP_WORDS=("${words[@]}")
                COMP_CWORD=$((${#words[@]} - 1))
                COMP_LINE='%s'
                COMP_POINT=${#COMP_LINE}
                _complete_banktransfer
                printf '%%s\\n' "${COMPREPLY[@]}"
                """
                        .formatted(script, typed, typed);
        var process = new ProcessBuilder("bash", "-c", bash).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines().map(String::strip)).contains(completed);
    }
}
