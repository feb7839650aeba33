package org.banktransfer.service.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class OwnerLockTest {

    @Test
    void a_lock_is_held_by_one_process_however_often_that_one_asks_for_it(@TempDir Path directory)
            throws Exception {
        var file = directory.toRealPath().resolve("owner.lock");
        try (var lock = OwnerLock.tryTake(file)) {
            assertThat(lock).isNotNull();
            assertThat(OwnerLock.tryTake(file)).isNull();
            // Looking must not have given it away.
            assertThat(askedByAnotherProcess(file)).isEqualTo("held");
        }
        assertThat(askedByAnotherProcess(file)).isEqualTo("free");
        try (var again = OwnerLock.tryTake(file)) {
            assertThat(again).isNotNull();
        }
    }

    private static String askedByAnotherProcess(Path file) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Another.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.strip();
    }

    /// Tries to take the lock and says what came of it.
    static final class Another {

        private Another() {}

        public static void main(String[] arguments) throws IOException {
            try (var lock = OwnerLock.tryTake(Path.of(arguments[0]))) {
                System.out.println(lock == null ? "held" : "free");
            }
        }
    }
}
