package org.banktransfer.service.acceptance;

import java.io.IOException;
import java.util.List;

/// Signals to processes that the tests have started.
final class Signals {

    private Signals() {}

    /// SIGSTOP: it does nothing more, and does not know.
    static void freeze(long pid) {
        send("STOP", List.of(pid));
    }

    /// SIGCONT: it goes on in the middle of what it was doing.
    static void thaw(long pid) {
        send("CONT", List.of(pid));
    }

    static void freeze(List<Long> pids) {
        send("STOP", pids);
    }

    static void thaw(List<Long> pids) {
        send("CONT", pids);
    }

    static void kill(long pid) {
        send("KILL", List.of(pid));
    }

    private static void send(String signal, List<Long> pids) {
        var command = new StringBuilder("kill -" + signal);
        pids.forEach(pid -> command.append(' ').append(pid));
        try {
            int status =
                    new ProcessBuilder("sh", "-c", command.toString())
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException(command + ": exit status " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException(command.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command.toString(), e);
        }
    }
}
