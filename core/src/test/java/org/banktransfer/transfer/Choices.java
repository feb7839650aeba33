package org.banktransfer.transfer;

import java.util.ArrayList;
import java.util.List;

/// A walk through every way things may go, with at most so many of them going wrong: each run
/// replays the choices of the run before up to the last one that has an alternative, and takes
/// that.
final class Choices implements Fate {

    private record Choice(int taken, int ways) {}

    private final int faultsMax;
    private List<Choice> replayed = List.of();
    private final List<Choice> made = new ArrayList<>();
    private final List<String> wentWrong = new ArrayList<>();

    Choices(int faultsMax) {
        this.faultsMax = faultsMax;
    }

    /// Prepares the next run.
    ///
    /// @return false if every run has been made
    boolean next() {
        var prefix = new ArrayList<>(made);
        while (!prefix.isEmpty() && prefix.getLast().taken() + 1 == prefix.getLast().ways()) {
            prefix.removeLast();
        }
        if (prefix.isEmpty()) {
            return false;
        }
        var last = prefix.removeLast();
        prefix.add(new Choice(last.taken() + 1, last.ways()));
        replayed = prefix;
        made.clear();
        wentWrong.clear();
        return true;
    }

    @Override
    public Fault of(String call, Fault... possible) {
        int choice = choose(possible.length + 1);
        if (choice == 0) {
            return Fault.NONE;
        }
        wentWrong.add(call + " " + possible[choice - 1]);
        return possible[choice - 1];
    }

    /// Something out of the ordinary, or nothing.
    Event event(List<Event> possible) {
        int choice = choose(possible.size() + 1);
        if (choice == 0) {
            return Event.NOTHING;
        }
        wentWrong.add(possible.get(choice - 1).toString());
        return possible.get(choice - 1);
    }

    private int choose(int ways) {
        if (wentWrong.size() == faultsMax) {
            return 0;
        }
        int taken = made.size() < replayed.size() ? replayed.get(made.size()).taken() : 0;
        made.add(new Choice(taken, ways));
        return taken;
    }

    @Override
    public String toString() {
        return wentWrong.toString();
    }

    /// What may happen between two steps.
    enum Event {
        NOTHING,
        /// The node dies, and what it had not written is lost.
        CRASH,
        /// The node dies just after it wrote what it knew.
        CRASH_AFTER_WRITING,
        /// The node hangs, and another takes the transfer over.
        HANG,
        /// A node that hung goes on for a step.
        ZOMBIE_STEP,
        /// What was on its way arrives.
        LATE_ARRIVAL,
        PATIENCE_ENDS
    }
}
