package org.banktransfer.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What TLC found.
public sealed interface Verdict {

    /// Every reachable state was looked at, and all properties hold.
    record Holds(Figures figures) implements Verdict {}

    /// A property does not hold; TLC stopped there.
    ///
    /// @param property its name in the model; of the temporal ones TLC names none: [#TEMPORAL]
    /// @param counterexample the states that lead there, as TLC prints them
    record Violated(String property, String counterexample, Figures figures) implements Verdict {}

    /// Nothing can be said: the model was not understood, or time or memory ran out.
    ///
    /// @param output the last of what TLC said
    record NotChecked(String why, String output) implements Verdict {}

    /// Stands for the temporal properties of a configuration, which TLC does not tell apart.
    String TEMPORAL = "a temporal property";

    /// @param distinct states found
    /// @param generated states found, counting each as often as it was reached
    /// @param depth the longest shortest way to a state; zero if TLC stopped before it was known
    record Figures(long distinct, long generated, int depth, Duration took) {}

    Pattern STATES =
            Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found, \\d");
    Pattern DEPTH = Pattern.compile("complete state graph search is (\\d+)");
    Pattern NAMED =
            Pattern.compile("Error: (?:Invariant|Action property|Property) (\\w+) is violated");
    Pattern TEMPORAL_VIOLATED = Pattern.compile("Error: Temporal properties were violated");
    Pattern COUNTEREXAMPLE =
            Pattern.compile("(?s)Error: The (?:behavior|following behavior).*?\\n(State 1:.*)");

    /// Reads TLC's words.
    static Verdict of(String output, Duration took) {
        var figures = figures(output, took);
        var named = NAMED.matcher(output);
        if (named.find()) {
            return new Violated(named.group(1), counterexample(output), figures);
        }
        if (TEMPORAL_VIOLATED.matcher(output).find()) {
            return new Violated(TEMPORAL, counterexample(output), figures);
        }
        return output.contains("Model checking completed. No error has been found.")
                ? new Holds(figures)
                : new NotChecked("TLC did not finish", lastOf(output));
    }

    private static Figures figures(String output, Duration took) {
        var states =
                STATES.matcher(output)
                        .results()
                        .reduce((_, last) -> last)
                        .map(found -> new long[] {number(found.group(2)), number(found.group(1))})
                        .orElse(new long[2]);
        int depth =
                DEPTH.matcher(output)
                        .results()
                        .findFirst()
                        .map(found -> Integer.parseInt(found.group(1)))
                        .orElse(0);
        return new Figures(states[0], states[1], depth, took);
    }

    private static long number(String digits) {
        return Long.parseLong(digits.replace(",", ""));
    }

    private static String counterexample(String output) {
        var found = COUNTEREXAMPLE.matcher(output);
        return found.find() ? found.group(1) : "";
    }

    private static String lastOf(String output) {
        var lines = output.lines().toList();
        int kept = 20;
        return String.join("\n", lines.subList(Math.max(0, lines.size() - kept), lines.size()));
    }

    /// The counterexample's length in states, if there is one.
    default Optional<Integer> length() {
        return this instanceof Violated(_, var counterexample, _)
                ? Optional.of(
                        (int)
                                Pattern.compile("(?m)^State \\d+:")
                                        .matcher(counterexample)
                                        .results()
                                        .count())
                : Optional.empty();
    }
}
