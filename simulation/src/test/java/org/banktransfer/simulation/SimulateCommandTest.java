package org.banktransfer.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class SimulateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @TempDir Path directory;

    @Test
    void a_run_says_what_was_met_and_that_nothing_was_violated() {
        assertThat(run("--seed", "4", "--transfers", "500")).isZero();
        assertThat(out.toString())
                .contains("| ledger request lost |", "nothing violated", "seed 4, hash ")
                .contains("| open | approved | * | patience left | Credit |");
    }

    @Test
    void a_program_is_told_in_one_line_of_json() {
        assertThat(run("--seed", "4", "--transfers", "500", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(out.toString()).startsWith("{\"seed\":4,").contains("\"violations\":0");
    }

    @Test
    void one_world_is_replayed_with_its_story() {
        assertThat(run("--seed", "4", "--world", "2")).isZero();
        assertThat(out.toString()).contains("presses k1", "goes well from now on", "world 2 of");
    }

    @Test
    void every_step_is_traced() throws IOException {
        var trace = directory.resolve("trace.jsonl");
        assertThat(run("--seed", "4", "--transfers", "100", "--trace", trace.toString())).isZero();
        assertThat(Files.readAllLines(trace))
                .hasSizeGreaterThan(500)
                .allMatch(line -> line.startsWith("{\"at\":") && line.endsWith("}"));
    }

    @Test
    void what_is_not_understood_runs_nothing() {
        assertThat(run("--world", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("--world needs the --seed it is of");
        assertThat(run("--transfers", "0")).isEqualTo(2);
        assertThat(run("--no-such-thing")).isEqualTo(2);
    }

    @Test
    void an_interrupted_run_says_what_was_met_so_far() {
        Thread.currentThread().interrupt();
        try {
            var trace = directory.resolve("trace.jsonl").toString();
            assertThat(run("--seed", "4", "--transfers", "100000", "--trace", trace)).isZero();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(out.toString()).contains("interrupted; so far:", "0 transfers in 0 worlds");
    }

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
