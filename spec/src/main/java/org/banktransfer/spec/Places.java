package org.banktransfer.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives every run of a trace a place among the few runs of the model: after a run's last event its
/// place is free for the next one.
final class Places {

    private static final String UNSEEN = "the unseen acceptor of ";

    private final Map<String, Integer> placeOf = new HashMap<>();
    private final Map<String, String> acceptorOf = new HashMap<>();
    private int count;

    Places(Trace trace) {
        var events = trace.events();
        var first = new LinkedHashMap<String, Integer>();
        var last = new HashMap<String, Integer>();
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            // Whoever accepted a transfer does not have to ask the ledger first. If all it did was
            // to die, nothing is told of it.
            int number = i;
            var run = nameOf(event);
            if (first.putIfAbsent(run, i) == null && !event.step().equals("ask_ledger")) {
                acceptorOf.putIfAbsent(event.transfer(), run);
            }
            last.put(run, number);
        }
        for (int i = 0; i < events.size(); i++) {
            var transfer = events.get(i).transfer();
            var acceptor = acceptorOf.computeIfAbsent(transfer, UNSEEN::concat);
            int number = i;
            first.compute(acceptor, (_, was) -> was == null ? number : Math.min(was, number));
            last.putIfAbsent(acceptor, number);
        }
        give(first, last);
    }

    private void give(Map<String, Integer> first, Map<String, Integer> last) {
        List<Integer> freeAfter = new ArrayList<>();
        first.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(begun -> {
                    int end = last.getOrDefault(begun.getKey(), begun.getValue());
                    int place = 0;
                    while (place < freeAfter.size() && freeAfter.get(place) >= begun.getValue()) {
                        place++;
                    }
                    if (place == freeAfter.size()) {
                        freeAfter.add(end);
                    } else {
                        freeAfter.set(place, end);
                    }
                    placeOf.put(begun.getKey(), place + 1);
                });
        count = freeAfter.size();
    }

    int count() {
        return count;
    }

    int of(TraceEvent event) {
        return placeOf.getOrDefault(nameOf(event), 0);
    }

    int ofAcceptor(String transfer) {
        return placeOf.getOrDefault(acceptorOf.getOrDefault(transfer, ""), 0);
    }

    boolean isAcceptor(TraceEvent event) {
        return nameOf(event).equals(acceptorOf.get(event.transfer()));
    }

    /// One claim may be of several transfers; each is a run of its own.
    static String nameOf(TraceEvent event) {
        return event.run() + " " + event.transfer();
    }
}
