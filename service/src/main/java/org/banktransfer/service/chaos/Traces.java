package org.banktransfer.service.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What all nodes wrote of their steps. A step is on file before it is done, also if its process is
/// killed in it.
///
/// @param steps how often a step had an outcome, by step and outcome
/// @param broken steps that were begun and whose answer nobody heard: their process was killed
/// @param nodes lives of nodes
/// @param cashedOut transfers for which a cash-out may have left us
record Traces(Map<String, Long> steps, long broken, int nodes, Set<String> cashedOut) {

    /// @param directory holds the traces, one for each life of a node
    static Traces read(Path directory) {
        var steps = new TreeMap<String, Long>();
        var cashedOut = new HashSet<String>();
        long broken = 0;
        int nodes = 0;
        try (var traces = Files.newDirectoryStream(directory, "trace-*.jsonl")) {
            for (var trace : traces) {
                nodes++;
                try (var lines = Files.newBufferedReader(trace, StandardCharsets.UTF_8)) {
                    for (String line; (line = lines.readLine()) != null; ) {
                        var step = field(line, "step");
                        if (field(line, "event").equals("heard")) {
                            broken--;
                            steps.merge(step + " " + field(line, "outcome"), 1L, Long::sum);
                        } else {
                            broken++;
                            if (step.equals("cash_out")) {
                                cashedOut.add(field(line, "transfer"));
                            }
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Traces(steps, broken, nodes, cashedOut);
    }

    private static String field(String line, String name) {
        int start = line.indexOf("\"" + name + "\":\"");
        if (start < 0) {
            return "";
        }
        start += name.length() + 4;
        return line.substring(start, line.indexOf('"', start));
    }

    /// Answers of institution or ledger that told nothing.
    long unknownOutcomes() {
        return steps.entrySet().stream()
                .filter(each ->
                        each.getKey().endsWith(" unknown") || each.getKey().endsWith(" no_answer"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// How often a step was done, whatever came of it.
    long steps(String step) {
        return steps.entrySet().stream()
                .filter(each -> each.getKey().startsWith(step + " "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
