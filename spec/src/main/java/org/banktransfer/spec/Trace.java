package org.banktransfer.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What happened to some transfers of one card, in its order.
///
/// @param events at least one
record Trace(List<TraceEvent> events) {

    /// A card that is used day after day is told of in pieces.
    private static final int TRANSFERS_MAX = 3;

    /// Puts the events of any number of files in order, and tells the cards apart.
    static List<Trace> of(Stream<String> lines) {
        var byCard = new LinkedHashMap<String, List<TraceEvent>>();
        lines.filter(line -> !line.isBlank())
                .map(TraceEvent::of)
                .sorted(Comparator.comparingLong(TraceEvent::at))
                .forEach(event ->
                        byCard.computeIfAbsent(event.card(), _ -> new ArrayList<>()).add(event));
        return byCard.values().stream().flatMap(Trace::pieces).toList();
    }

    private static Stream<Trace> pieces(List<TraceEvent> ofCard) {
        var pieceOf = new LinkedHashMap<String, Integer>();
        ofCard.forEach(event ->
                pieceOf.computeIfAbsent(event.transfer(), _ -> pieceOf.size() / TRANSFERS_MAX));
        var pieces = new LinkedHashMap<Integer, List<TraceEvent>>();
        ofCard.forEach(event ->
                pieces.computeIfAbsent(number(pieceOf, event.transfer()), _ -> new ArrayList<>())
                        .add(event));
        return pieces.values().stream().map(Trace::new);
    }

    private static int number(Map<String, Integer> numbers, String name) {
        var number = numbers.get(name);
        if (number == null) {
            throw new IllegalStateException(name + " has no number");
        }
        return number;
    }

    List<String> transfers() {
        return events.stream().map(TraceEvent::transfer).distinct().toList();
    }
}
