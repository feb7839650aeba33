package org.banktransfer.service.chaos;

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
/// @param traces of all nodes
record Figures(
        int wishes,
        int transfers,
        Map<String, Long> statuses,
        Map<String, Long> answers,
        long unanswered,
        Map<String, Integer> strikes,
        Map<String, Integer> missed,
        Traces traces) {

    static Figures of(BothBooks books, Memory memory, Saboteur saboteur, Traces traces) {
        var statuses = new TreeMap<String, Long>();
        books.transfers().values().forEach(each -> statuses.merge(each.status(), 1L, Long::sum));
        return new Figures(
                memory.wishes().size(),
                books.transfers().size(),
                statuses,
                memory.answers(),
                memory.unansweredCount(),
                saboteur.done(),
                saboteur.missed(),
                traces);
    }

    /// Questions of customers that got an answer.
    long answered() {
        return answers.values().stream().mapToLong(Long::longValue).sum();
    }
}
