package org.banktransfer.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.simulation.world.Simulation;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What can have happened is told from what cannot.
class TraceCheckerTest {

    private static final Duration WITHIN = Duration.ofMinutes(3);

    /// By name, and how many of its events can have happened.
    private static final Map<String, Integer> FORGED =
            Map.ofEntries(
                    Map.entry("credited before the approval was heard", 2),
                    Map.entry("reversed before the void was heard", 2),
                    Map.entry("closed as reversed without an acknowledgement", 6),
                    Map.entry("told declined though approved", 2),
                    Map.entry("credited though another run had voided it", 9),
                    Map.entry("credited another amount than was paid", 3),
                    Map.entry("approved after the door was shut", 15),
                    Map.entry("a second press while the first is unsettled", 2),
                    Map.entry("never seen taken for declined", 5),
                    Map.entry("an answer that nobody had asked for", 0),
                    Map.entry("a decline that later turns into an approval", 5),
                    Map.entry("a cash-out sent by a run without the card", 4));

    private final TraceChecker checker =
            new TraceChecker(Specification.find(), TraceChecker.ANY, 100, WITHIN);

    @Test
    void what_can_have_happened_is_a_behaviour_of_the_model() {
        var traces = traces("true");

        assertThat(traces).hasSizeGreaterThan(10);
        assertThat(checker.check(List.copyOf(traces.values())))
                .allSatisfy(result -> assertThat(result.stranger()).isEmpty());
    }

    @Test
    void what_the_engine_does_in_simulated_worlds_is_a_behaviour_of_the_model() {
        var lines = new StringBuilder();
        var finding = new Simulation(7).run(simulation -> simulation.transfers() >= 60, lines);
        assertThat(finding).isEmpty();

        var results = checker.check(Trace.of(lines.toString().lines()));

        assertThat(results).hasSizeGreaterThan(30);
        assertThat(results).allSatisfy(result -> assertThat(result.stranger()).isEmpty());
    }

    @Test
    void a_forged_trace_is_no_behaviour_and_the_first_event_that_cannot_have_been_is_shown() {
        var traces = traces("forged");

        var results = checker.check(List.copyOf(traces.values()));

        var explained = new TreeMap<String, Integer>();
        traces.keySet()
                .forEach(name -> explained.put(name, results.get(explained.size()).explained()));
        assertThat(explained).isEqualTo(new TreeMap<>(FORGED));
        assertThat(results).noneMatch(TraceChecker.Result::isBehaviour);
    }

    @Test
    void files_of_several_nodes_are_merged_by_their_times_and_told_apart_by_card() {
        var ask = "{\"at\":%d,\"node\":\"b\",\"run\":\"2\",\"transfer\":\"tr_1\",\"card\":\"c\",";
        var lines =
                Stream.of(
                        ask.formatted(20) + "\"event\":\"sent\",\"step\":\"ask_ledger\"}",
                        ask.formatted(10) + "\"event\":\"sent\",\"step\":\"ask_ledger\"}",
                        "",
                        ask.formatted(15).replace("\"c\"", "\"d\"")
                                + "\"event\":\"sent\",\"step\":\"ask_ledger\"}");

        var traces = Trace.of(lines);

        assertThat(traces).hasSize(2);
        assertThat(traces.getFirst().events()).extracting(TraceEvent::at).containsExactly(10L, 20L);
    }

    @Test
    void a_line_that_is_no_event_is_refused() {
        assertThatThrownBy(() -> Trace.of(Stream.of("{\"at\":1}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no transfer in a trace");
    }

    /// Each file is a trace, by its name.
    private static Map<String, Trace> traces(String folder) {
        try {
            var url =
                    Objects.requireNonNull(TraceCheckerTest.class.getResource("/traces/" + folder));
            try (var files = Files.list(Path.of(url.toURI()))) {
                var traces = new TreeMap<String, Trace>();
                files.forEach(file ->
                        traces.put(
                                file.getFileName().toString().replace(".jsonl", ""), trace(file)));
                return traces;
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trace trace(Path file) {
        try {
            return Trace.of(Files.readAllLines(file).stream()).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
