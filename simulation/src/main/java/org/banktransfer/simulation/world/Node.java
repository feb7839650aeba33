package org.banktransfer.simulation.world;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// A machine that runs one process after another, with a clock of its own.
// Places of constants are counted by, many times a microsecond, and never kept.
@SuppressWarnings("EnumOrdinal")
final class Node {

    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long RECOVERY_PAUSE = Duration.ofMillis(200).toNanos();
    private static final long[] DOWN_FOR = {50 * MILLI, 2000 * MILLI, 60_000 * MILLI};

    private final World world;
    private final String name;
    private final long clockAhead;
    private final long[] cutOffUntil = new long[Receiver.values().length];
    private @Nullable NodeProcess process;
    private int starts;
    private long hangsUntil;
    private boolean sleeps;

    Node(World world, String name, long clockAhead) {
        this.world = world;
        this.name = name;
        this.clockAhead = clockAhead;
    }

    /// What this node's clock says.
    Instant instant() {
        return world.timeline().instant(clockAhead);
    }

    String name() {
        return name;
    }

    void start() {
        starts++;
        var started = new NodeProcess(world, this, name + "." + starts);
        process = started;
        if (world.story().isTold()) {
            world.story().tellOfAll(started.name(), "starts");
        }
        sleeps = true;
        wake();
    }

    /// The process, if one runs and does not hang.
    @Nullable NodeProcess answering() {
        return hangsFor() > 0 ? null : process;
    }

    /// Runs something of a process, if that is still alive; after it has hung, if it hangs.
    void run(NodeProcess of, Runnable what) {
        if (!of.isAlive()) {
            return;
        }
        if (hangsFor() > 0) {
            of.after(hangsFor(), what);
            return;
        }
        try {
            what.run();
        } catch (Crash gone) {
            // Whatever it was doing ends here.
        } catch (RuntimeException e) {
            throw new Violation("no loop is ended by one transfer", e.toString());
        }
    }

    /// Ends the process; another starts some time later.
    void crash() {
        var dying = process;
        if (dying == null) {
            return;
        }
        if (world.story().isTold()) {
            world.story().tellOfAll(dying.name(), "crashes");
        }
        dying.die();
        process = null;
        hangsUntil = 0;
        long downFor =
                world.faults().areLifted()
                        ? DOWN_FOR[0]
                        : DOWN_FOR[world.tape().pick(DOWN_FOR.length)];
        world.timeline().after(downFor, this::start);
    }

    void hang(long nanos) {
        hangsUntil = Math.max(hangsUntil, world.timeline().now() + nanos);
    }

    long hangsFor() {
        return hangsUntil - world.timeline().now();
    }

    void cutOff(Receiver receiver, long nanos) {
        cutOffUntil[receiver.ordinal()] = world.timeline().now() + nanos;
    }

    boolean isCutOffFrom(Receiver receiver) {
        return cutOffUntil[receiver.ordinal()] > world.timeline().now();
    }

    /// All lines are whole again, and nothing hangs.
    void heal() {
        Arrays.fill(cutOffUntil, 0);
        hangsUntil = 0;
    }

    /// Has the recovery loop look again, if it sleeps because there was nothing to wait for.
    void wake() {
        if (sleeps) {
            sleeps = false;
            int turn = starts;
            world.timeline().tickAfter(RECOVERY_PAUSE, () -> recover(turn));
        }
    }

    /// A turn in which nothing is due would change nothing, so it is left out.
    private void recover(int startedAs) {
        var running = process;
        if (running == null || startedAs != starts) {
            return;
        }
        var due = world.tables().nextDue();
        if (due.isEmpty()) {
            sleeps = true;
            return;
        }
        long untilDue = Timeline.sinceBeginning(due.get()) - clockAhead - world.timeline().now();
        if (untilDue <= 0) {
            run(running, running::recover);
        }
        world.timeline().tickAfter(Math.max(RECOVERY_PAUSE, untilDue), () -> recover(startedAs));
    }
}
