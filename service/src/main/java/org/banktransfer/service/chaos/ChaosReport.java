package org.banktransfer.service.chaos;

import org.banktransfer.service.audit.AuditReport;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run came to.
///
/// @param settledIn how long after the healing everything was settled, or when we stopped waiting
/// @param stillAtIt customers who had not finished by then
/// @param isUp whether every node was running in the end
/// @param directory where the evidence is
public record ChaosReport(
        long seed,
        Duration length,
        Figures figures,
        Duration settledIn,
        int stillAtIt,
        boolean isUp,
        Judge.Verdict verdict,
        AuditReport audit,
        Path directory) {

    private static final int SHOWN = 20;

    /// Whether everything that must be zero is.
    public boolean isClean() {
        return verdict.isClean()
                && audit.isClean()
                && audit.unanswered().isEmpty()
                && stillAtIt == 0
                && isUp;
    }

    /// Prints it for people.
    public void print(PrintStream out) {
        out.printf("%nchaos, seed %d, %s%n", seed, length);
        line(out, "transfers", figures.transfers());
        figures.statuses().forEach((status, count) -> line(out, "  " + status, count));
        line(out, "wishes of customers", figures.wishes());
        line(out, "answers they got", figures.answered());
        figures.answers().forEach((answer, count) -> line(out, "  " + answer, count));
        line(out, "questions without an answer", figures.unanswered());
        line(out, "strikes", figures.strikes().values().stream().mapToInt(i -> i).sum());
        figures.strikes().forEach((name, count) -> line(out, "  " + name, count));
        line(out, "strikes that missed their victim", sum(figures.missed()));
        var traces = figures.traces();
        line(out, "lives of nodes", traces.nodes());
        line(out, "steps cut off by a kill", traces.broken());
        line(out, "unknown outcomes met", traces.unknownOutcomes());
        line(out, "reversals asked for", traces.steps("reverse"));
        line(out, "times parked", traces.steps("park"));
        out.printf("%-44s %10.1f s%n", "settled after healing", settledIn.toMillis() / 1000.0);
        line(out, "not settled", verdict.unsettled().size());
        line(
                out,
                "discrepancies of the audit",
                audit.breaks().size() + audit.books().faults().size());
        line(out, "differences between the two sides' books", verdict.moneyFaults().size());
        unaccounted()
                .forEach((currency, amount) ->
                        out.printf("%-44s %10s %s%n", "money unaccounted for", amount, currency));
        line(out, "customers told something untrue", verdict.untrue().size());
        show(out, "UNTRUE", verdict.untrue());
        show(out, "MONEY", verdict.moneyFaults());
        show(out, "UNSETTLED", verdict.unsettled());
        if (!audit.isClean() || !audit.unanswered().isEmpty()) {
            audit.print(out);
        }
        out.println(isClean() ? "nothing lost, nothing untrue" : "NOT AS IT SHOULD BE");
        if (!isClean()) {
            out.println("evidence: " + directory);
        }
    }

    /// The same for a machine.
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("seed", seed);
        json.put("seconds", length.toSeconds());
        json.put("transfers", figures.transfers());
        json.put("statuses", figures.statuses());
        json.put("wishes", figures.wishes());
        json.put("answers", figures.answers());
        json.put("unanswered", figures.unanswered());
        json.put("strikes", figures.strikes());
        json.put("missed", figures.missed());
        var traces = figures.traces();
        json.put("node_lives", traces.nodes());
        json.put("steps", traces.steps());
        json.put("steps_cut_off", traces.broken());
        json.put("unknown_outcomes", traces.unknownOutcomes());
        json.put("reversals", traces.steps("reverse"));
        json.put("parked", traces.steps("park"));
        json.put("settled_after_ms", settledIn.toMillis());
        json.put("unsettled", verdict.unsettled());
        json.put("audit_discrepancies", audit.breaks().size() + audit.books().faults().size());
        json.put("money_faults", verdict.moneyFaults());
        json.put("unaccounted", unaccounted());
        json.put("untrue", verdict.untrue());
        json.put("clean", isClean());
        json.put("evidence", directory.toString());
        return json;
    }

    private Map<String, String> unaccounted() {
        var amounts = new TreeMap<String, String>();
        verdict.unaccountedMinor()
                .forEach((code, minor) ->
                        amounts.put(
                                code,
                                BigDecimal.valueOf(
                                                minor,
                                                Currency.getInstance(code)
                                                        .getDefaultFractionDigits())
                                        .toPlainString()));
        return amounts;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(i -> i).sum();
    }

    private static void line(PrintStream out, String name, long count) {
        out.printf("%-44s %10d%n", name, count);
    }

    private static void show(PrintStream out, String kind, List<String> faults) {
        faults.stream().limit(SHOWN).forEach(fault -> out.println("  " + kind + " " + fault));
        if (faults.size() > SHOWN) {
            out.println("  " + kind + " and " + (faults.size() - SHOWN) + " more");
        }
    }
}
