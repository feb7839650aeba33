package org.banktransfer.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes traces down as a module of TLA+, and how TLC is to look at them.
final class Recording {

    static final String MODULE = "Recording";

    private final List<Trace> traces;
    private final List<Places> places;

    Recording(List<Trace> traces) {
        this.traces = List.copyOf(traces);
        this.places = traces.stream().map(Places::new).toList();
    }

    String module() {
        int transfersMax = traces.stream().mapToInt(one -> one.transfers().size()).max().orElse(1);
        int runsMax = places.stream().mapToInt(Places::count).max().orElse(1);
        var text = new StringBuilder();
        text.append("---- MODULE ").append(MODULE).append(" ----\nEXTENDS Integers\n");
        text.append("E(r, new, t, e, s, w, a) == [run |-> r, resumes |-> new, of |-> t,")
                .append(" event |-> e, step |-> s, word |-> w, amount |-> a]\n");
        text.append("TheTransfers == ").append(names(transfersMax, "{", "}")).append('\n');
        text.append("TheRuns == 1..").append(runsMax).append('\n');
        text.append("Recorded == <<\n");
        text.append(
                IntStream.range(0, traces.size())
                        .mapToObj(i -> trace(traces.get(i), places.get(i), transfersMax))
                        .collect(Collectors.joining(",\n")));
        return text.append(">>\n====\n").toString();
    }

    /// @param sheets the definition in `Checked.tla` of the institutions that it may have been
    static String configuration(String sheets) {
        return """
        SPECIFICATION TracesSpec
        CONSTANTS
          Transfers <- TheTransfers
          Cards = {"c1"}
          CardOf <- OneCard
          Asked <- Wishes
          Opening = 0
          Runs <- TheRuns
          Sheets <- %s
          Expires = 0
          Skew = 1
          Payable <- PaysAsRecorded
        CONSTRAINT Watch
        CHECK_DEADLOCK FALSE
        """
                .formatted(sheets);
    }

    private static String names(int count, String before, String after) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "\"t" + i + "\"")
                .collect(Collectors.joining(", ", before, after));
    }

    private static String trace(Trace trace, Places places, int transfersMax) {
        var transfers = trace.transfers();
        var amounts = amounts(trace);
        var acceptors = new ArrayList<String>();
        var pays = new ArrayList<String>();
        for (int i = 0; i < transfersMax; i++) {
            boolean told = i < transfers.size();
            acceptors.add(
                    "t%d |-> %d".formatted(i + 1, told ? places.ofAcceptor(transfers.get(i)) : 1));
            pays.add("t%d |-> %d".formatted(i + 1, told ? paid(trace, i, amounts) : 1));
        }
        return "[acceptor |-> [%s], pays |-> [%s], events |-> <<\n%s>>]"
                .formatted(
                        String.join(", ", acceptors),
                        String.join(", ", pays),
                        events(trace, places, transfers, amounts));
    }

    private static String events(
            Trace trace, Places places, List<String> transfers, List<Long> amounts) {
        var begun = new HashSet<String>();
        return trace.events().stream()
                .map(event -> {
                    boolean isFirst = begun.add(Places.nameOf(event));
                    return "E(%d, %s, \"t%d\", \"%s\", \"%s\", \"%s\", %d)"
                            .formatted(
                                    places.of(event),
                                    isFirst && !places.isAcceptor(event) ? "TRUE" : "FALSE",
                                    transfers.indexOf(event.transfer()) + 1,
                                    event.kind() == TraceEvent.Kind.SENT ? "sent" : "heard",
                                    plain(event.step()),
                                    plain(event.word()),
                                    number(event.amountMinor(), amounts));
                })
                .collect(Collectors.joining(",\n"));
    }

    /// What can stand in a string of TLA+; no word that the model knows has anything else.
    private static String plain(String word) {
        return word.replaceAll("[^a-z_ ]", "?");
    }

    /// The institution pays what was asked for or, of a whole balance, what it first said it paid.
    private static int paid(Trace trace, int transfer, List<Long> amounts) {
        var id = trace.transfers().get(transfer);
        var ofIt = trace.events().stream().filter(event -> event.transfer().equals(id)).toList();
        return ofIt.stream()
                .mapToLong(TraceEvent::requestedMinor)
                .filter(amount -> amount > 0)
                .findFirst()
                .stream()
                .mapToInt(amount -> number(amount, amounts))
                .findFirst()
                .orElseGet(() ->
                        ofIt.stream()
                                .mapToLong(TraceEvent::amountMinor)
                                .filter(amount -> amount > 0)
                                .mapToInt(amount -> number(amount, amounts))
                                .findFirst()
                                .orElse(1));
    }

    /// Amounts are only ever compared, and numbers in TLC are small: the first one is 1.
    private static List<Long> amounts(Trace trace) {
        return trace.events().stream()
                .flatMap(event ->
                        java.util.stream.Stream.of(event.requestedMinor(), event.amountMinor()))
                .filter(amount -> amount > 0)
                .distinct()
                .toList();
    }

    private static int number(long amount, List<Long> amounts) {
        return amounts.indexOf(amount) + 1;
    }
}
