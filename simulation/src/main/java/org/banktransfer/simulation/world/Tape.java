package org.banktransfer.simulation.world;

import java.util.Arrays;

/// All the chance there is in a world, as a list of small numbers. Zero is always the plainest
/// choice: no fault, no delay, the first of several. A tape either draws its numbers from a seed
/// and remembers them, or plays back those it is given, with zeros after their end; so a world can
/// be run again exactly, and made smaller by making its tape smaller.
public final class Tape {

    private long state;
    private final boolean isPlayedBack;
    private int[] numbers;
    private int end;
    private int next;
    private int[] marks = new int[64];
    private int marked;

    private Tape(long seed, int[] numbers, boolean isPlayedBack) {
        this.state = seed;
        this.numbers = numbers;
        this.isPlayedBack = isPlayedBack;
        this.end = isPlayedBack ? numbers.length : 0;
    }

    public static Tape drawn(long seed) {
        return new Tape(seed, new int[1024], false);
    }

    public static Tape playedBack(int[] numbers) {
        return new Tape(0, numbers.clone(), true);
    }

    /// One number out of 0 to `bound - 1`, each as likely.
    int pick(int bound) {
        return isPlayedBack
                ? Math.min(played(), bound - 1)
                : remembered((int) (((random() >>> 32) * bound) >>> 32));
    }

    /// One place in the list of weights, each as likely as its weight says.
    ///
    /// @param upTo the sums of the weights up to each place; the last is the sum of all
    int weighted(int[] upTo) {
        int last = upTo.length - 1;
        if (isPlayedBack) {
            return Math.min(played(), last);
        }
        int drawn = (int) (((random() >>> 32) * upTo[last]) >>> 32);
        int place = 0;
        while (drawn >= upTo[place]) {
            place++;
        }
        return remembered(place);
    }

    /// Whether something happens that happens so many times in 1,024.
    boolean happens(int in1024) {
        return isPlayedBack ? played() != 0 : remembered((random() >>> 54) < in1024 ? 1 : 0) != 0;
    }

    /// Marks a place at which something begins that can be left out as a whole.
    void mark() {
        if (marked == marks.length) {
            marks = Arrays.copyOf(marks, marked * 2);
        }
        marks[marked++] = isPlayedBack ? next : end;
    }

    /// The places that were marked, in order.
    int[] marks() {
        return Arrays.copyOf(marks, marked);
    }

    /// All numbers that were used, in order.
    public int[] numbers() {
        return Arrays.copyOf(numbers, Math.min(isPlayedBack ? next : end, numbers.length));
    }

    private int played() {
        int number = next < end ? numbers[next] : 0;
        next++;
        return number;
    }

    private int remembered(int number) {
        if (end == numbers.length) {
            numbers = Arrays.copyOf(numbers, end * 2);
        }
        numbers[end++] = number;
        return number;
    }

    private long random() {
        state += 0x9E37_79B9_7F4A_7C15L;
        return mixed(state);
    }

    /// SplitMix64's finaliser (Steele, Lea and Flood, "Fast splittable pseudorandom number
    /// generators", OOPSLA 2014).
    static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
