package org.banktransfer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/// The command as a whole, in small. How fast anything is, is not for a test to say.
class BenchTest {

    @TempDir private Path temp;
    private final StringWriter out = new StringWriter();

    @Test
    void a_few_hundred_transfers_are_measured_and_the_books_are_right() {
        var plot = temp.resolve("plot.svg");
        int status =
                run(
                        "aged",
                        "--rows=500",
                        "--limit",
                        "--limit-batch=50",
                        "--warm-up=0.3",
                        "--seconds=1",
                        "--connections=4",
                        "--accounts=20",
                        "--cards=1000",
                        "--json",
                        "--plot=" + plot,
                        "--data=" + temp.resolve("data"));

        var report = JsonMapper.builder().build().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(report.get("clean").asBoolean()).isTrue();
        assertThat(report.at("/measurements/0/name").asString()).isEqualTo("empty");
        assertThat(report.at("/measurements/0/done").asLong()).isPositive();
        assertThat(report.at("/measurements/0/latencies/answer_less_institution/count").asLong())
                .isPositive();
        assertThat(report.at("/measurements/1/name").asString()).isEqualTo("aged");
        assertThat(report.at("/figures/empty_cpu_to_limit").asDouble()).isPositive();
        assertThat(report.get("audits").valueStream())
                .hasSize(3)
                .allMatch(audited -> audited.get("transfers").asLong() > 0);
        assertThat(plot).doesNotExist();
    }

    @Test
    void what_makes_no_sense_is_not_begun() {
        assertThat(run("--seconds=0")).isEqualTo(2);
        assertThat(run("--connections=10", "--cards=9")).isEqualTo(2);
        assertThat(run("--data=" + temp.getParent())).isEqualTo(2);
        assertThat(run("fast")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
