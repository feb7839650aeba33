package org.banktransfer.simulation.world;

import org.banktransfer.simulation.world.World.Course;

import java.util.Arrays;
import java.util.function.Function;

/// Makes the tape of a world that broke a promise as small and as plain as it can, by leaving out
/// presses, then any pieces, and lowering numbers for as long as the same promise is broken. What
/// is left is the story of the violation and little else.
final class Shrinker {

    private final Function<Tape, Course> world;
    private final String rule;
    private int runsLeft;
    private int[] best;
    private int[] marks;

    /// @param world runs a world on a tape
    /// @param broken how it went on its own tape
    /// @param runsMax how many worlds may be run
    Shrinker(Function<Tape, Course> world, Course broken, int runsMax) {
        this.world = world;
        this.rule = ruleOf(broken);
        this.best = plain(broken.tape().numbers());
        this.marks = broken.tape().marks();
        this.runsLeft = runsMax;
    }

    private static String ruleOf(Course course) {
        var violation = course.violation();
        return violation == null ? "" : violation.rule();
    }

    /// The smallest tape found.
    Tape shrunk() {
        int before;
        do {
            before = weight(best);
            lower();
            leaveOutPresses();
            for (int size = Math.max(best.length / 2, 1); size > 0; size /= 2) {
                leaveOut(size);
            }
            lower();
        } while (weight(best) < before && runsLeft > 0);
        return Tape.playedBack(best);
    }

    /// A press with all that happened until the next one: where one begins, the tape still says
    /// what it said, so the others mostly stay what they were.
    private void leaveOutPresses() {
        for (int many = Math.max(marks.length / 2, 1); many > 0; many /= 2) {
            for (int first = marks.length - many; first >= 0 && runsLeft > 0; first -= many) {
                if (first >= marks.length) {
                    continue;
                }
                int end = first + many < marks.length ? marks[first + many] : best.length;
                int to = Math.min(end, best.length);
                int from = Math.min(marks[first], to);
                if (from < to) {
                    var _ = isStillBroken(without(from, to));
                }
            }
        }
    }

    private int[] without(int from, int to) {
        var without = new int[best.length - (to - from)];
        System.arraycopy(best, 0, without, 0, from);
        System.arraycopy(best, to, without, from, without.length - from);
        return without;
    }

    private void leaveOut(int size) {
        for (int from = best.length - size; from >= 0 && runsLeft > 0; from -= size) {
            if (from + size > best.length) {
                continue;
            }
            if (!isStillBroken(without(from, from + size))) {
                var plainer = best.clone();
                Arrays.fill(plainer, from, from + size, 0);
                if (!Arrays.equals(plainer, best)) {
                    var _ = isStillBroken(plainer);
                }
            }
        }
    }

    private void lower() {
        for (int i = 0; i < best.length && runsLeft > 0; i++) {
            while (i < best.length && best[i] > 0) {
                var lower = best.clone();
                lower[i] = best[i] / 2;
                if (!isStillBroken(lower)) {
                    lower[i] = best[i] - 1;
                    if (best[i] < 3 || !isStillBroken(lower)) {
                        break;
                    }
                }
            }
        }
    }

    private boolean isStillBroken(int[] tape) {
        if (runsLeft <= 0) {
            return false;
        }
        runsLeft--;
        var course = world.apply(Tape.playedBack(tape));
        boolean isBroken = course.violation() != null && course.violation().rule().equals(rule);
        if (isBroken) {
            var used = plain(course.tape().numbers());
            best = weight(used) <= weight(tape) ? used : plain(tape);
            marks = course.tape().marks();
        }
        return isBroken;
    }

    /// Without the zeros at its end, which a tape has for nothing.
    private static int[] plain(int[] tape) {
        int end = tape.length;
        while (end > 0 && tape[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(tape, end);
    }

    private static int weight(int[] tape) {
        int weight = tape.length;
        for (int number : tape) {
            weight += number;
        }
        return weight;
    }
}
