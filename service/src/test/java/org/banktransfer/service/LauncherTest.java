package org.banktransfer.service;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The script `banktransfer`, in a checkout, with a JDK and with a Maven that are each a few lines
/// of shell: its decisions are what is tested here, and they must not take minutes.
class LauncherTest {

    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /// All that the script may find on its path, besides a JDK and Maven.
    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "cat",
                    "dirname",
                    "find",
                    "flock",
                    "grep",
                    "head",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sleep",
                    "tail");

    /// Says where it is and with what it was called, one argument a line.
    private static final String JAVA =
            """
            #!/bin/sh
            printf 'java of %s\\n' "$(dirname "$0")"
            printf '<%s>\\n' "$@"
            """;

    /// "Builds": notes that it was called, waits for leave if there is a gate, leaves what a build
    /// leaves.
    private static final String MAVEN =
            """
            #!/bin/sh
            echo "$@" >> builds
            while [ -e gate ]; do sleep 0.02; done
            if [ -e broken ]; then echo '[ERROR] no such symbol'; exit 1; fi
            for module in sandbox service simulation; do
                mkdir -p $module/target/classes/org/banktransfer/$module $module/target/lib
                : > $module/target/classes/org/banktransfer/$module/Main.class
            done
            : > simulation/target/classes/org/banktransfer/simulation/SimulateCommand.class
            """;

    private record Running(Process process, Path out, Path err) {}

    private record Said(int status, String out, String err) {}

    @TempDir private Path temp;
    private Path checkout = Path.of("");
    private Path jdk = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void aCheckoutThatIsNotBuilt() throws IOException {
        checkout = temp.resolve("a checkout");
        for (var module : List.of("core", "sandbox", "service", "simulation")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createFile(checkout.resolve("pom.xml"));
        program(checkout.resolve("banktransfer"), Files.readString(Path.of("..", "banktransfer")));
        program(temp.resolve("bin/mvn"), MAVEN);
        for (var tool : TOOLS) {
            // A script rather than a link: JUnit warns of each link it deletes.
            var script = "#!/bin/sh\nPATH=/usr/bin:/bin exec %s \"$@\"\n".formatted(tool);
            program(temp.resolve("bin").resolve(tool), script);
        }
        jdk = jdk("jdk 25", "25.0.3");
    }

    @AfterEach
    void nothingIsLeftRunning() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void the_first_start_builds_and_the_next_does_not() throws Exception {
        assertThat(run(jdk, "demo").err()).contains("building");
        assertThat(run(jdk, "demo").err()).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void arguments_reach_the_program_as_they_were_given() throws Exception {
        var said = run(jdk, "serve", "two words", "*", "");

        assertThat(said.status()).isZero();
        assertThat(said.out())
                .startsWith("java of " + jdk.resolve("bin"))
                .contains("<-Dbanktransfer.home=" + checkout + ">")
                .endsWith("<serve>\n<two words>\n<*>\n<>\n");
    }

    @Test
    void the_simulator_is_put_beside_the_program_when_it_is_called_and_only_then()
            throws Exception {
        var simulator = checkout.resolve("simulation/target/classes").toString();

        assertThat(run(jdk, "simulate", "--seed", "1").out())
                .contains(":" + simulator + ":")
                .endsWith("<org.banktransfer.service.Main>\n<simulate>\n<--seed>\n<1>\n");
        assertThat(run(jdk, "help", "simulate").out()).contains(simulator);
        assertThat(run(jdk, "completion", "bash").out()).contains(simulator);
        assertThat(run(jdk, "serve", "simulate").out()).doesNotContain(simulator);
    }

    @Test
    void the_program_is_told_whether_somebody_watches_its_standard_error() throws Exception {
        assertThat(run(jdk, "demo").out()).contains("<-Dbanktransfer.terminal=false>");
    }

    @Test
    void it_starts_through_a_chain_of_links() throws Exception {
        Files.createSymbolicLink(temp.resolve("first"), Path.of("a checkout/banktransfer"));
        var second = Files.createSymbolicLink(temp.resolve("second"), temp.resolve("first"));

        var said = await(start(second, jdk, "demo"));

        assertThat(said.out()).contains("<-Dbanktransfer.home=" + checkout + ">");
    }

    @Test
    void an_older_jdk_in_java_home_is_passed_over() throws Exception {
        var old = jdk("jdk 17", "17.0.15");
        Files.createSymbolicLink(temp.resolve("bin/java"), jdk.resolve("bin/java"));

        assertThat(run(old, "demo").out()).startsWith("java of " + jdk.resolve("bin"));
    }

    @Test
    void a_source_saved_while_the_build_was_running_is_built_next_time() throws Exception {
        Files.createFile(checkout.resolve("gate"));
        var first = start(checkout.resolve("banktransfer"), jdk, "demo");
        until(() -> builds().size() == 1);
        var source = checkout.resolve("core/src/main/New.java");
        var begun = checkout.resolve("target/built.new");
        // Files are dated by a clock that ticks every few milliseconds.
        until(() -> savedAt(Files.writeString(source, "")).compareTo(savedAt(begun)) > 0);
        Files.delete(checkout.resolve("gate"));
        await(first);

        run(jdk, "demo");

        assertThat(builds()).hasSize(2);
    }

    private static FileTime savedAt(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    @Test
    void a_deleted_source_is_noticed() throws Exception {
        var source = Files.createFile(checkout.resolve("core/src/main/Old.java"));
        run(jdk, "demo");
        Files.delete(source);

        run(jdk, "demo");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void two_started_at_once_build_once() throws Exception {
        Files.createFile(checkout.resolve("gate"));
        var first = start(checkout.resolve("banktransfer"), jdk, "demo");
        until(() -> builds().size() == 1);
        var second = start(checkout.resolve("banktransfer"), jdk, "demo");
        until(() -> Files.readString(second.err()).contains("waiting"));
        Files.delete(checkout.resolve("gate"));

        assertThat(List.of(await(first).status(), await(second).status())).containsExactly(0, 0);
        assertThat(builds()).hasSize(1);
    }

    @Test
    void a_build_that_fails_is_said_and_tried_again() throws Exception {
        run(jdk, "demo");
        Files.createFile(checkout.resolve("core/src/main/Wrong.java"));
        Files.createFile(checkout.resolve("broken"));

        for (int i = 0; i < 2; i++) {
            var said = run(jdk, "demo");
            assertThat(said.status()).isEqualTo(1);
            assertThat(said.out()).isEmpty();
            assertThat(said.err())
                    .contains("[ERROR] no such symbol")
                    .contains(checkout.resolve("target/build.log").toString());
        }
        assertThat(builds()).hasSize(3);
    }

    @Test
    void built_by_hand_and_without_maven_it_still_starts() throws Exception {
        run(jdk, "demo");
        Files.delete(checkout.resolve("target/built"));
        Files.delete(temp.resolve("bin/mvn"));

        var said = run(jdk, "demo");

        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
    }

    private Said run(Path javaHome, String... arguments) throws Exception {
        return await(start(checkout.resolve("banktransfer"), javaHome, arguments));
    }

    private Running start(Path script, Path javaHome, String... arguments) throws IOException {
        var out = temp.resolve("out-" + started.size());
        var err = temp.resolve("err-" + started.size());
        var builder =
                new ProcessBuilder(
                                Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                                        .toList())
                        .directory(temp.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH", temp.resolve("bin").toString(),
                                "JAVA_HOME", javaHome.toString()));
        var process = builder.start();
        started.add(process);
        return new Running(process, out, err);
    }

    private static Said await(Running running) throws Exception {
        assertThat(running.process().waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Said(
                running.process().exitValue(),
                Files.readString(running.out(), UTF_8),
                Files.readString(running.err(), UTF_8));
    }

    private List<String> builds() throws IOException {
        var builds = checkout.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        var deadline = Instant.now().plus(AT_MOST);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(10);
        }
    }

    private Path jdk(String name, String version) throws IOException {
        var home = temp.resolve(name);
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), JAVA);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
