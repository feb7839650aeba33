package org.banktransfer.service.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;

import org.banktransfer.service.postgres.embedded.EmbeddedPostgres.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One start of the server by the data directory's owner: initialise what is new, adopt what still
/// runs, or start it and wait until it answers.
final class ServerStart {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

    /// A free port can be taken between our look and PostgreSQL's.
    private static final int PORTS_TRIED_MAX = 5;

    private static final Duration ORPHAN_ANSWERS_WITHIN = Duration.ofSeconds(10);

    /// PostgreSQL's own default at least, and not more than one in so many bytes of the machine's.
    private static final int SHARED_MEBIBYTES_MIN = 128;

    private static final int SHARED_MEBIBYTES_MAX = 1024;
    private static final int SHARE_OF_MEMORY = 16;
    private static final long MEBIBYTE = 1024 * 1024;

    private static final Duration POLL = Duration.ofMillis(20);

    private final EmbeddedPostgres.Settings settings;
    private final DataDirectory files;
    private final Binaries binaries;
    private final Secrets secrets;
    private final RunAs runAs;
    private final long giveUpAt;

    ServerStart(
            EmbeddedPostgres.Settings settings,
            DataDirectory files,
            Binaries binaries,
            Secrets secrets) {
        this(settings, files, binaries, secrets, RunAs.choose(files.data()));
    }

    ServerStart(
            EmbeddedPostgres.Settings settings,
            DataDirectory files,
            Binaries binaries,
            Secrets secrets,
            RunAs runAs) {
        this.settings = settings;
        this.files = files;
        this.binaries = binaries;
        this.secrets = secrets;
        this.runAs = runAs;
        giveUpAt = System.nanoTime() + settings.startWithin().toNanos();
    }

    Postmaster startOrAdopt() throws IOException, InterruptedException {
        if (!Files.exists(files.data())) {
            initialise();
        }
        requireSameMajorVersion();
        var orphan = Postmaster.on(files.data(), files.clusterName());
        if (orphan.isPresent()) {
            if (suits(orphan.get())) {
                LOG.info(
                        "PostgreSQL still runs, process {}; using it",
                        orphan.get().process().pid());
                return orphan.get();
            }
            orphan.get().stop(ORPHAN_ANSWERS_WITHIN);
        }
        Postmaster.awaitRemainsGone(files.data(), files.clusterName(), ORPHAN_ANSWERS_WITHIN);
        for (int tried = 1; ; tried++) {
            var started = tryStart(tried == PORTS_TRIED_MAX || settings.port() != 0);
            if (started.isPresent()) {
                return started.get();
            }
        }
    }

    /// A crash in between leaves no half-made data directory: it gets its name when it is whole.
    private void initialise() throws IOException, InterruptedException {
        var beside = files.root().resolve("data.new");
        var password = files.root().resolve("password.new");
        Directories.deleteTree(beside);
        Directories.createPrivate(beside);
        Secrets.writeWhole(password, secrets.passwordOf(Administration.SUPERUSER));
        try {
            runAs.giveTo(files.root());
            var command =
                    runAs.command(
                            List.of(
                                    binaries.program("initdb").toString(),
                                    "--pgdata=" + beside,
                                    "--username=" + Administration.SUPERUSER,
                                    "--pwfile=" + password,
                                    "--auth=scram-sha-256",
                                    // One call for all of it, twice as fast as one a file.
                                    "--sync-method=syncfs",
                                    "--encoding=UTF8",
                                    // The same order of text on every machine and for ever.
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8"));
            long logged = logSize();
            var process = launch(command);
            if (!process.waitFor(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedPostgresFailed(
                        "initdb took longer than " + settings.startWithin());
            }
            if (process.exitValue() != 0) {
                throw new EmbeddedPostgresFailed("initdb: " + complaint(logged));
            }
            Files.move(beside, files.data(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(password);
            Directories.deleteTree(beside);
        }
    }

    private void requireSameMajorVersion() throws IOException, InterruptedException {
        var marker = files.data().resolve("PG_VERSION");
        if (!Files.exists(marker)) {
            throw new EmbeddedPostgresFailed(files.data() + " is not a PostgreSQL data directory");
        }
        var ofData = Files.readString(marker).strip();
        var ofPrograms = majorVersionOfPrograms();
        if (!ofData.equals(ofPrograms)) {
            throw new EmbeddedPostgresFailed(
                    "%s was made by PostgreSQL %s, this is %s; dump it there and load it here"
                            .formatted(files.data(), ofData, ofPrograms));
        }
    }

    private String majorVersionOfPrograms() throws IOException, InterruptedException {
        // Unlike running `postgres --version`, looking costs nothing.
        var sample = binaries.home().resolve("share/postgresql/postgres.bki");
        try (var lines = Files.lines(sample, UTF_8)) {
            return lines.findFirst().orElse("").replace("# PostgreSQL", "").strip();
        }
    }

    private boolean suits(Postmaster orphan) throws IOException, InterruptedException {
        if (settings.port() != 0 && settings.port() != orphan.port()) {
            return false;
        }
        long until = Math.min(giveUpAt, System.nanoTime() + ORPHAN_ANSWERS_WITHIN.toNanos());
        var administration = new Administration(orphan.port(), secrets);
        while (System.nanoTime() < until && orphan.process().isAlive()) {
            if (administration.answers()) {
                return true;
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    /// @param onlyPort whether a port that is in use is the end of it
    /// @return empty if the port was taken
    private Optional<Postmaster> tryStart(boolean onlyPort)
            throws IOException, InterruptedException {
        int port = settings.port() == 0 ? freePort() : settings.port();
        long logged = logSize();
        var process = launch(runAs.command(postgres(port)));
        var administration = new Administration(port, secrets);
        while (process.isAlive()) {
            if (administration.answers()) {
                return Optional.of(new Postmaster(process.toHandle(), port));
            }
            if (System.nanoTime() > giveUpAt) {
                new Postmaster(process.toHandle(), port).stop(ORPHAN_ANSWERS_WITHIN);
                throw new EmbeddedPostgresFailed(
                        "PostgreSQL did not answer within %s; its log is %s"
                                .formatted(settings.startWithin(), files.log()));
            }
            Thread.sleep(POLL);
        }
        var complaint = complaint(logged);
        if (complaint.contains("could not create any TCP/IP sockets") && !onlyPort) {
            return Optional.empty();
        }
        throw new EmbeddedPostgresFailed(
                "PostgreSQL does not start on port %d: %s".formatted(port, complaint));
    }

    /// Only what differs from PostgreSQL's defaults; durability is not among it.
    private List<String> postgres(int port) {
        var command = new ArrayList<String>();
        command.add(binaries.program("postgres").toString());
        command.add("-D");
        command.add(files.data().toString());
        List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        // No way in but the one with a password.
                        "unix_socket_directories=",
                        "cluster_name=" + files.clusterName(),
                        "max_connections=100",
                        "shared_buffers=" + sharedMebibytes() + "MB",
                        // The first change of a page after a checkpoint writes the whole page to
                        // the
                        // log: twice the room for it, half as many checkpoints of a busy server.
                        "max_wal_size=2GB",
                        // Short statements only: compiling them costs more than running them.
                        "jit=off",
                        // A client that forgot its database transaction must not hold locks for
                        // ever.
                        "idle_in_transaction_session_timeout=60s",
                        "timezone=UTC",
                        "log_timezone=UTC",
                        "log_checkpoints=off",
                        // Statements may hold personal data; the log is no place for it.
                        "log_min_error_statement=panic")
                .forEach(setting -> {
                    command.add("-c");
                    command.add(setting);
                });
        return command;
    }

    /// Room for what is read and written again within minutes: the ends of the tables, and the
    /// upper levels of their indexes.
    private static long sharedMebibytes() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(
                machine.getTotalMemorySize() / (SHARE_OF_MEMORY * MEBIBYTE),
                SHARED_MEBIBYTES_MIN,
                SHARED_MEBIBYTES_MAX);
    }

    /// In a session of its own, so that Ctrl-C at our terminal reaches us alone and we can finish
    /// our work before we end the server.
    private Process launch(List<String> command) throws IOException {
        var all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        var builder =
                new ProcessBuilder(all)
                        .directory(files.root().toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private long logSize() throws IOException {
        return Files.exists(files.log()) ? Files.size(files.log()) : 0;
    }

    /// The line of the log that says why, of those written since.
    private String complaint(long since) throws IOException {
        var written = Files.readString(files.log());
        var lines = written.substring((int) Math.min(since, written.length())).lines().toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("error:"))
                .reduce((_, last) -> last)
                .or(() -> lines.stream().reduce((_, last) -> last))
                .map(line -> line.replaceFirst("^.*(FATAL|error): *", ""))
                .orElse("no word in " + files.log());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
