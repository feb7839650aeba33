package org.banktransfer.bench.measured;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class CpuTest {

    @Test
    void what_a_child_has_used_counts_at_its_parent_when_it_has_ended() throws Exception {
        var shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; read x")
                        .start();
        try {
            double used = 0;
            for (int tries = 0; tries < 200 && (used == 0 || hasChildren(shell)); tries++) {
                Thread.sleep(50);
                used = Cpu.ofFamily(shell.pid());
            }
            assertThat(hasChildren(shell)).isFalse();
            assertThat(Cpu.ofFamily(shell.pid())).isPositive();
            assertThat(Cpu.of(shell.pid())).isLessThan(Cpu.ofFamily(shell.pid()));
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void a_process_that_is_gone_has_used_nothing() throws IOException, InterruptedException {
        var gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(Cpu.of(gone.pid())).isZero();
    }

    @Test
    void a_metric_is_the_sum_over_its_labels() {
        var metrics =
                NodeMetrics.parse(
                        """
                        # HELP jvm_gc_pause_seconds_sum time
                        jvm_gc_pause_seconds_sum{action="minor"} 0.5
                        jvm_gc_pause_seconds_sum{action="major"} 1.5
                        up 1.0
                        """);

        assertThat(metrics.get("jvm_gc_pause_seconds_sum")).isEqualTo(2);
        assertThat(metrics.get("up")).isEqualTo(1);
        assertThat(metrics.get("down")).isZero();
    }

    private static boolean hasChildren(Process process) {
        return process.children().findAny().isPresent();
    }
}
