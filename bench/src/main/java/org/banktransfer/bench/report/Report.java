package org.banktransfer.bench.report;

import org.banktransfer.bench.measured.Machine;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that one call of the command has measured, and on what. Used by one thread.
public final class Report {

    private final Instant at = Instant.now();
    private final String command;
    private final Map<String, Object> machine = Machine.describe();
    private final String loadBefore = Machine.load();
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<Audited> audits = new ArrayList<>();

    /// What an audit found after a measurement.
    ///
    /// @param difference between what the institution says and the ledger, in minor units
    public record Audited(
            String after, int transfers, long difference, int discrepancies, int open) {
        public boolean isClean() {
            return difference == 0 && discrepancies == 0 && open == 0;
        }
    }

    /// @param command as it was called
    public Report(String command) {
        this.command = command;
    }

    public void add(Measurement measurement) {
        measurements.add(measurement);
    }

    /// A figure that belongs to no one measurement, or is made from several.
    public void add(String name, Object figure) {
        figures.put(name, figure);
    }

    public void add(Audited audited) {
        audits.add(audited);
    }

    public void machine(String name, Object value) {
        machine.put(name, value);
    }

    public List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    public boolean isClean() {
        return audits.stream().allMatch(Audited::isClean);
    }

    /// For people.
    public void print(PrintStream out) {
        out.println();
        out.println(command + ", " + at);
        machine.forEach((of, is) -> out.printf("  %-34s %s%n", of.replace('_', ' '), is));
        out.printf("  %-34s %s, %s%n", "load average before, after", loadBefore, Machine.load());
        for (var measurement : measurements) {
            out.println();
            measurement.print(out);
        }
        if (!figures.isEmpty()) {
            out.println();
            figures.forEach((of, is) -> out.printf("%-36s %s%n", of.replace('_', ' '), text(is)));
        }
        out.println();
        for (var audited : audits) {
            out.printf(
                    "audit after %s: %d transfers, difference %d.%02d, %d discrepancies, %d open%n",
                    audited.after(),
                    audited.transfers(),
                    audited.difference() / 100,
                    audited.difference() % 100,
                    audited.discrepancies(),
                    audited.open());
        }
    }

    private static String text(Object figure) {
        return figure instanceof Double number ? "%.3f".formatted(number) : figure.toString();
    }

    /// For machines, in one line.
    public String json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("command", command);
        json.put("at", at.toString());
        json.put("machine", machine);
        json.put("load_average_before", Double.valueOf(loadBefore));
        json.put("load_average_after", Double.valueOf(Machine.load()));
        json.put("measurements", measurements.stream().map(Measurement::json).toList());
        json.put("figures", figures);
        json.put("audits", audits.stream().map(Report::json).toList());
        json.put("clean", isClean());
        return JsonMapper.builder().build().writeValueAsString(json);
    }

    private static Map<String, Object> json(Audited audited) {
        var json = new LinkedHashMap<String, Object>();
        json.put("after", audited.after());
        json.put("transfers", audited.transfers());
        json.put("difference_minor", audited.difference());
        json.put("discrepancies", audited.discrepancies());
        json.put("open", audited.open());
        return json;
    }
}
