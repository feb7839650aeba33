package org.banktransfer.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Tells how far long work has come: on a terminal by a bar that is drawn again in its place,
/// elsewhere by a plain line now and then, so that a log stays readable. Says nothing of work that
/// is over before the first of them is due. Safe under concurrency.
public final class ProgressBar implements AutoCloseable {

    private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final int WIDTH = 40;
    private static final String LINE_TAKEN_BACK = "\r\033[K";

    private final String what;
    private final long total;
    private final PrintWriter err;
    private final boolean isTerminal;
    private final InstantSource clock;
    private final Lock drawing = new ReentrantLock();
    private Instant lastSaid;
    private boolean isBarShown;

    /// @param what is counted, in the plural
    /// @param total of them; 0 if nobody can know
    /// @param isTerminal whether a person sees what is written at once
    public ProgressBar(
            String what, long total, PrintWriter err, boolean isTerminal, InstantSource clock) {
        this.what = what;
        this.total = total;
        this.err = err;
        this.isTerminal = isTerminal;
        this.clock = clock;
        lastSaid = clock.instant();
    }

    /// The same, on what the launcher has said about standard error: Java cannot tell.
    public static ProgressBar of(String what, long total, PrintWriter err, InstantSource clock) {
        return new ProgressBar(
                what, total, err, Boolean.getBoolean("banktransfer.terminal"), clock);
    }

    /// So many are done. Most calls say nothing.
    public void at(long done) {
        at(done, "");
    }

    /// The same, with something more to say; empty for nothing.
    public void at(long done, String more) {
        drawing.lock();
        try {
            var now = clock.instant();
            var pause = isTerminal ? BETWEEN_BARS : BETWEEN_LINES;
            if (Duration.between(lastSaid, now).compareTo(pause) >= 0) {
                lastSaid = now;
                say(done, said(done) + (more.isEmpty() ? "" : ", " + more));
            }
        } finally {
            drawing.unlock();
        }
    }

    private void say(long done, String said) {
        if (isTerminal) {
            err.print(LINE_TAKEN_BACK + bar(done) + said);
            isBarShown = true;
        } else {
            err.println(said);
        }
        err.flush();
    }

    private String said(long done) {
        return total == 0
                ? String.format(Locale.ROOT, "%,d %s", done, what)
                : String.format(Locale.ROOT, "%,d of %,d %s", done, total, what);
    }

    private String bar(long done) {
        if (total == 0) {
            return "";
        }
        int full = (int) (WIDTH * Math.clamp((double) done / total, 0, 1));
        return "[" + "█".repeat(full) + " ".repeat(WIDTH - full) + "] ";
    }

    /// Takes the bar away, so that something else can be printed; it comes back by itself.
    public void clear() {
        drawing.lock();
        try {
            if (isBarShown) {
                err.print(LINE_TAKEN_BACK);
                err.flush();
                isBarShown = false;
            }
        } finally {
            drawing.unlock();
        }
    }

    /// The work is over, however it ended.
    @Override
    public void close() {
        clear();
    }
}
