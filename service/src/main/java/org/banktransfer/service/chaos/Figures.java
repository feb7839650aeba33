package org.banktransfer.service.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What happened in a run, counted.
///
/// @param wishes of customers, each under a key
/// @param transfers on record
/// @param statuses how many ended how
/// @param answers how often each answer was given
/// @param unanswered questions of customers that got no answer
/// @param strikes carried out, by name
/// @param missed strikes whose victim was down already
/// @param steps done by all nodes, by step and outcome, as their traces have it
/// @param broken steps that were begun and whose answer nobody heard: their process was killed
/// @param tracedNodes lives of nodes
record Figures(
        int wishes,
        int transfers,
        Map<String, Long> statuses,
        Map<String, Long> answers,
        long unanswered,
        Map<String, Integer> strikes,
        Map<String, Integer> missed,
        Map<String, Long> steps,
        long broken,
        int tracedNodes) {

    static Figures of(Path directory, BothBooks books, Memory memory, Saboteur saboteur) {
        var statuses = new TreeMap<String, Long>();
        books.transfers().values().forEach(each -> statuses.merge(each.status(), 1L, Long::sum));
        var steps = new TreeMap<String, Long>();
        long sent = 0;
        long heard = 0;
        int nodes = 0;
        try (var traces = Files.newDirectoryStream(directory, "trace-*.jsonl")) {
            for (var trace : traces) {
                nodes++;
                try (var lines = Files.newBufferedReader(trace, StandardCharsets.UTF_8)) {
                    for (String line; (line = lines.readLine()) != null; ) {
                        if (line.contains("\"event\":\"heard\"")) {
                            heard++;
                            steps.merge(
                                    field(line, "step") + " " + field(line, "outcome"),
                                    1L,
                                    Long::sum);
                        } else {
                            sent++;
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Figures(
                memory.wishes().size(),
                books.transfers().size(),
                statuses,
                memory.answers(),
                memory.unansweredCount(),
                saboteur.done(),
                saboteur.missed(),
                steps,
                sent - heard,
                nodes);
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

    /// Questions of customers that got an answer.
    long answered() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }
}
