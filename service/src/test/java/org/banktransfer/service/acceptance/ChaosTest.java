package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.InProcess;
import org.banktransfer.service.chaos.Chaos;
import org.banktransfer.service.postgres.SharedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A minute of chaos with a new seed every time.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ChaosTest") // Beside other classes, but its own tests one after the other.
class ChaosTest {

    /// Start, settling and audit make it a minute in all.
    private static final Duration LENGTH = Duration.ofSeconds(45);

    private static final int CUSTOMERS = 24;

    /// A failure leaves its evidence, so this is no directory of JUnit's.
    private static final Path EVIDENCE = Path.of("target", "chaos").toAbsolutePath();

    @Test
    void a_minute_of_chaos_loses_nothing_and_tells_nobody_anything_untrue() throws Exception {
        long seed = System.currentTimeMillis();
        var directory = EVIDENCE.resolve(Long.toString(seed));
        var log = new ByteArrayOutputStream();
        var report =
                Chaos.run(
                        new Chaos.Settings(
                                seed, LENGTH, CUSTOMERS, directory, SharedPostgres.PROGRAMS),
                        InProcess::audit,
                        new PrintStream(log, true, StandardCharsets.UTF_8));
        report.print(new PrintStream(log, true, StandardCharsets.UTF_8));
        if (report.isClean()) {
            SharedPostgres.deleteTree(directory);
        } else {
            keep(log, directory);
        }
        System.out.println(log.toString(StandardCharsets.UTF_8));
        assertThat(report.isClean())
                .as(
                        "./banktransfer chaos --minutes 0.75 --seed %d; evidence in %s",
                        seed, directory)
                .isTrue();
    }

    private static void keep(ByteArrayOutputStream log, Path directory) throws IOException {
        Files.write(directory.resolve("chaos.log"), log.toByteArray());
    }
}
