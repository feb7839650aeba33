package org.banktransfer.service.demo;

import java.io.IOException;
import java.util.List;

/// Signals to processes that we have started.
public final class Signals {

    private Signals() {}

    /// SIGSTOP: it does nothing more, and does not know.
    public static void freeze(long pid) {
        send("STOP", List.of(pid));
    }

    /// SIGCONT: it goes on in the middle of what it was doing.
    public static void thaw(long pid) {
        send("CONT", List.of(pid));
    }

    public static void freeze(List<Long> pids) {
        send("STOP", pids);
    }

    public static void thaw(List<Long> pids) {
        send("CONT", pids);
    }

    /// SIGKILL, to all of them at once; passes over those that have just ended by themselves.
    public static void kill(List<Long> pids) {
        try {
            send("KILL", pids);
        } catch (IllegalStateException e) {
            // The others have got it.
        }
    }

    /// SIGQUIT, which to a postmaster means to stop at once and to recover at the next start.
    public static void quit(long pid) {
        send("QUIT", List.of(pid));
    }

    /// SIGKILL.
    public static void kill(long pid) {
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
