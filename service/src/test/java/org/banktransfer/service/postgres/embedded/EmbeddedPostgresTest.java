package org.banktransfer.service.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.banktransfer.service.postgres.SharedPostgres;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres.DataDirectory;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The embedded server through stops, crashes and mishaps. All tests use one data directory, one
/// after another, as a machine does.
class EmbeddedPostgresTest {

    private static Path directory = Path.of("");
    private static DataDirectory files = new DataDirectory(directory);

    private @Nullable EmbeddedPostgres server;

    @BeforeAll
    static void make() throws IOException {
        directory = Files.createTempDirectory("banktransfer-embedded-");
        files = new DataDirectory(directory.toRealPath());
    }

    @AfterAll
    static void delete() {
        SharedPostgres.deleteTree(directory);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private EmbeddedPostgres start() {
        return start(0);
    }

    private EmbeddedPostgres start(int port) {
        var started = EmbeddedPostgres.start(settings(directory, port));
        server = started;
        return started;
    }

    private static Settings settings(Path directory, int port) {
        return new Settings(directory, SharedPostgres.PROGRAMS, port, Duration.ofMinutes(2));
    }

    @Test
    void what_was_written_is_there_after_a_stop_and_a_start() throws Exception {
        var first = start();
        try (var connection = connect(first)) {
            execute(connection, "create table if not exists kept (n int)");
            execute(connection, "insert into kept values (1)");
        }
        first.stop();
        first.stop();
        assertThat(ProcessHandle.of(first.pid())).isEmpty();

        try (var connection = connect(start())) {
            assertThat(number(connection, "select count(*) from kept")).isPositive();
        }
    }

    @Test
    void it_listens_at_home_alone_wants_a_password_and_writes_to_disk() throws Exception {
        var running = start();
        try (var connection = connect(running)) {
            assertThat(text(connection, "show fsync")).isEqualTo("on");
            assertThat(text(connection, "show synchronous_commit")).isEqualTo("on");
            assertThat(text(connection, "show full_page_writes")).isEqualTo("on");
            assertThat(text(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(text(connection, "select version()")).startsWith("PostgreSQL 18.");
        }
        assertThat(Files.getPosixFilePermissions(files.secret()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        var withoutPassword =
                running.ledger().service().value().replaceFirst("password=[0-9a-f]+", "password=x");
        assertThatThrownBy(() -> DriverManager.getConnection(withoutPassword))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void a_killed_server_loses_nothing_that_it_acknowledged() throws Exception {
        var running = start();
        try (var connection = connect(running)) {
            execute(connection, "create table if not exists acknowledged (n int)");
            execute(connection, "delete from acknowledged");
        }
        var acknowledged = new ArrayList<Integer>();
        var killer = kill(running.pid(), Duration.ofMillis(300));
        try (var connection = connect(running)) {
            for (int i = 0; ; i++) {
                execute(connection, "insert into acknowledged values (" + i + ")");
                acknowledged.add(i);
            }
        } catch (SQLException e) {
            killer.join();
        }
        running.stop();

        assertThat(acknowledged).isNotEmpty();
        try (var connection = connect(start())) {
            assertThat(number(connection, "select count(distinct n) from acknowledged"))
                    .isBetween(acknowledged.size(), acknowledged.size() + 1);
        }
    }

    private static Thread kill(long pid, Duration after) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(after);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                });
    }

    /// A program of its own that starts the server and is killed.
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException {
            var started = EmbeddedPostgres.start(settings(Path.of(arguments[0]), 0));
            System.out.println(started.pid());
            System.in.read();
        }
    }

    @Test
    void a_server_left_behind_by_a_killed_program_is_adopted() throws Exception {
        long orphan = leaveOneBehind();
        var adopted = start();

        assertThat(adopted.pid()).isEqualTo(orphan);
        assertThat(adopted.isOwner()).isTrue();
        try (var connection = connect(adopted)) {
            assertThat(number(connection, "select 1")).isEqualTo(1);
        }
        adopted.stop();
        assertThat(ProcessHandle.of(orphan)).isEmpty();
    }

    @Test
    void a_server_left_behind_on_another_port_than_wanted_makes_way() throws Exception {
        long orphan = leaveOneBehind();
        int port = freePort();
        var started = start(port);

        assertThat(started.port()).isEqualTo(port);
        assertThat(started.pid()).isNotEqualTo(orphan);
        assertThat(ProcessHandle.of(orphan)).isEmpty();
    }

    private static long leaveOneBehind() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var program =
                new ProcessBuilder(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Killed.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var lines = program.inputReader()) {
            long pid =
                    lines.lines()
                            .filter(line -> line.matches("[0-9]+"))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow();
            program.destroyForcibly();
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessHandle.of(pid)).isPresent();
            return pid;
        }
    }

    @Test
    void a_second_start_on_the_same_directory_is_a_guest_and_leaves_it_running() throws Exception {
        var owner = start();
        var guest = EmbeddedPostgres.start(settings(directory, 0));

        assertThat(guest.isOwner()).isFalse();
        assertThat(guest.pid()).isEqualTo(owner.pid());
        guest.stop();
        try (var connection = connect(owner)) {
            assertThat(number(connection, "select 1")).isEqualTo(1);
        }
    }

    /// After a restart of the machine, or in a container, the number in the file is soon somebody
    /// else's.
    @Test
    void a_pid_file_whose_number_is_another_programs_is_no_server() throws Exception {
        start().stop();
        var lines =
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        files.data().toString(),
                        "1",
                        "5432",
                        "",
                        "127.0.0.1",
                        "");
        Files.write(files.data().resolve("postmaster.pid"), lines);

        assertThat(start().pid()).isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void data_of_another_major_version_is_left_alone() throws Exception {
        start().stop();
        var marker = files.data().resolve("PG_VERSION");
        Files.writeString(marker, "17\n");
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPostgresFailed.class)
                    .hasMessageContaining("made by PostgreSQL 17, this is 18")
                    .hasMessageNotContaining("\n");
        } finally {
            Files.writeString(marker, "18\n");
        }
    }

    @Test
    void a_server_whose_durability_somebody_traded_for_speed_is_not_used() throws Exception {
        var running = start();
        alter(running, "alter system set fsync = off");
        running.stop();
        try {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPostgresFailed.class)
                    .hasMessageContaining("fsync is off")
                    .hasMessageNotContaining("\n");
            assertThat(Postmaster.on(files.data(), files.clusterName())).isEmpty();
        } finally {
            Files.writeString(files.data().resolve("postgresql.auto.conf"), "");
        }
    }

    @Test
    void a_port_that_is_taken_is_said_in_one_line() throws Exception {
        start().stop();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(EmbeddedPostgresFailed.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void a_directory_that_cannot_be_used_is_said_in_one_line() throws Exception {
        var file = Files.createTempFile("banktransfer-", "-no-directory");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(settings(file.resolve("data"), 0)))
                    .isInstanceOf(EmbeddedPostgresFailed.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("\n");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void where_user_namespaces_are_refused_root_hands_the_data_to_another_user() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
        var own = Files.createTempDirectory("banktransfer-handed-over-");
        try {
            var handedOver = new DataDirectory(own.toRealPath());
            var programs =
                    isOpenToAll(SharedPostgres.PROGRAMS)
                            ? SharedPostgres.PROGRAMS
                            : own.resolve("programs");
            var settings = new Settings(own, programs, 0, Duration.ofMinutes(2));
            new ServerStart(
                            settings,
                            handedOver,
                            Binaries.unpackedUnder(programs),
                            Secrets.in(handedOver.secret()),
                            new RunAs.OtherUser(RunAs.NOBODY))
                    .startOrAdopt()
                    .stop(Duration.ofSeconds(20));
            assertThat(Files.getAttribute(handedOver.data(), "unix:uid")).isEqualTo(RunAs.NOBODY);

            // From now on the owner of the data says who runs the server.
            try (var again = EmbeddedPostgres.start(settings);
                    var connection = connect(again)) {
                assertThat(number(connection, "select 1")).isEqualTo(1);
                assertThat(
                                Files.getAttribute(
                                        Path.of("/proc/" + again.pid() + "/status"), "unix:uid"))
                        .isEqualTo(RunAs.NOBODY);
            }
        } finally {
            SharedPostgres.deleteTree(own);
        }
    }

    /// Whether another user can get there at all.
    private static boolean isOpenToAll(Path path) throws IOException {
        for (var at = path; at != null; at = at.getParent()) {
            if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static void alter(EmbeddedPostgres running, String statement) throws SQLException {
        var administrator = running.administrator("postgres").value();
        try (var connection = DriverManager.getConnection(administrator)) {
            execute(connection, statement);
        }
    }

    private static Connection connect(EmbeddedPostgres to) throws SQLException {
        return DriverManager.getConnection(to.ledger().owner().value());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        return Integer.parseInt(text(connection, query));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
