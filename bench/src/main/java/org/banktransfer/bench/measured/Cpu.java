package org.banktransfer.bench.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Seconds of CPU that processes have used, as Linux counts them in `/proc/PID/stat`: user and
/// system time, in hundredths of a second.
public final class Cpu {

    private static final double TICKS_A_SECOND = 100;

    /// Where the numbers stand after the command's closing bracket (proc_pid_stat(5)).
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;

    private Cpu() {}

    /// Of one process alone.
    public static double of(long pid) {
        var stat = stat(pid);
        return stat.isEmpty() ? 0 : seconds(stat, USER, SYSTEM);
    }

    /// Of a process and its children, those that have ended and been waited for among them: a
    /// backend of PostgreSQL that ends goes on counting at its postmaster.
    public static double ofFamily(long parent) {
        var all = new ArrayList<List<String>>();
        all.add(stat(parent));
        ProcessHandle.of(parent).stream()
                .flatMap(ProcessHandle::children)
                .forEach(child -> all.add(stat(child.pid())));
        return all.stream()
                .filter(stat -> !stat.isEmpty())
                .mapToDouble(
                        stat -> seconds(stat, USER, SYSTEM, USER_OF_CHILDREN, SYSTEM_OF_CHILDREN))
                .sum();
    }

    /// Of this process.
    public static double ours() {
        return of(ProcessHandle.current().pid());
    }

    private static double seconds(List<String> stat, int... fields) {
        double ticks = 0;
        for (int field : fields) {
            ticks += Long.parseLong(stat.get(field));
        }
        return ticks / TICKS_A_SECOND;
    }

    /// @return empty if there is no such process any more
    private static List<String> stat(long pid) {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(pid), "stat")).strip();
            // A command may have blanks and brackets in its name.
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
