package org.banktransfer.service.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A running PostgreSQL server: one we started, or one that a killed predecessor left behind.
///
/// @param process its first process, the postmaster
/// @param port where it listens, at 127.0.0.1
record Postmaster(ProcessHandle process, int port) {

    private static final int LINE_OF_PORT = 3;
    private static final Duration POLL = Duration.ofMillis(10);

    /// The server that has this data directory open, if one runs.
    ///
    /// @param clusterName stands in the command line of each of its processes and of no other
    ///   server's
    /// @throws EmbeddedPostgresFailed if a PostgreSQL that we can't tell apart runs under its
    ///   number
    static Optional<Postmaster> on(Path data, String clusterName) throws IOException {
        var lines = pidFile(data);
        if (lines.size() <= LINE_OF_PORT) {
            return Optional.empty();
        }
        var pid = Long.parseLong(lines.getFirst().strip());
        var process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty() || !isPostgres(pid)) {
            return Optional.empty();
        }
        if (!commandLine(pid).contains(clusterName)) {
            throw new EmbeddedPostgresFailed(
                    data
                            + " is in use by the PostgreSQL with process id "
                            + pid
                            + "; stop it first");
        }
        return Optional.of(
                new Postmaster(process.get(), Integer.parseInt(lines.get(LINE_OF_PORT).strip())));
    }

    /// Makes the way free for a new server after its predecessor was killed. Backends outlive their
    /// postmaster for a moment, and a second server beside them would ruin the data. A pid file
    /// whose number some other program has by now would be taken for a running server.
    static void awaitRemainsGone(Path data, String clusterName, Duration within)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (anyProcessOf(clusterName)) {
            if (System.nanoTime() > giveUpAt) {
                throw new EmbeddedPostgresFailed(
                        "processes of a killed PostgreSQL still use " + data + "; end them first");
            }
            Thread.sleep(POLL);
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /// Ends it: no new work, running work rolled back, all written. Kills it if that takes too
    /// long; its next start then recovers, and nothing acknowledged is lost.
    void stop(Duration within) throws IOException, InterruptedException {
        signal("INT");
        if (!ended(within)) {
            signal("QUIT");
            if (!ended(within)) {
                process.destroyForcibly();
            }
        }
    }

    /// Looks often: Java's own notice of another's process can be seconds late.
    private boolean ended(Duration within) throws InterruptedException {
        long giveUpAt = System.nanoTime() + within.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > giveUpAt) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /// Java can send no signal but TERM and KILL, and to a postmaster TERM means to wait for its
    /// clients.
    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static List<String> pidFile(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static boolean anyProcessOf(String clusterName) {
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .anyMatch(pid -> isPostgres(pid) && commandLine(pid).contains(clusterName));
    }

    private static boolean isPostgres(long pid) {
        return proc(pid, "comm").strip().equals("postgres");
    }

    private static String commandLine(long pid) {
        return proc(pid, "cmdline");
    }

    private static String proc(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            // It ended in between.
            return "";
        }
    }
}
