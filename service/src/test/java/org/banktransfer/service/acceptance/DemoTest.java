package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The demonstration is what a newcomer sees first.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("DemoTest") // Beside other classes, but its own tests one after the other.
class DemoTest {

    private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

    @Test
    void the_demonstration_goes_as_it_should_and_leaves_nothing_running(@TempDir Path directory)
            throws Exception {
        var data = directory.resolve("data");
        var ended =
                Command.of("demo", "--once", "--data=" + data)
                        .run(directory.resolve("demo.log"), ENDS_WITHIN);

        assertThat(ended.exitStatus()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("SIGKILL between cash-out and credit")
                .contains("no discrepancy")
                .endsWith("all as it should be\n")
                .doesNotContain("NOT A");
        assertThat(Files.exists(data.resolve("data").resolve("postmaster.pid")))
                .as("PostgreSQL still runs")
                .isFalse();
    }
}
