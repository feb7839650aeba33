package org.banktransfer.service.acceptance;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The metrics of a node as its `/metrics` shows them, in Prometheus' text format 0.0.4.
///
/// @param metrics by their names; the greatest value that goes with a summary or histogram is part
///   of it
/// @param samples every sample's value, by its name and labels as they are written
record Shown(Map<String, Metric> metrics, Map<String, Double> samples) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /// @param labels without those that only Prometheus reads
    record Metric(String type, Set<String> labels) {}

    static Shown in(String text) {
        var types = new TreeMap<String, String>();
        var labels = new TreeMap<String, Set<String>>();
        var samples = new TreeMap<String, Double>();
        for (var line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                var words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                var sample = SAMPLE.matcher(line);
                if (!sample.matches()) {
                    throw new AssertionError("no sample: " + line);
                }
                var written = sample.group(2) == null ? "" : sample.group(2);
                samples.put(sample.group(1) + written, Double.valueOf(sample.group(3)));
                labels.computeIfAbsent(metricOf(sample.group(1), types), _ -> new TreeSet<>())
                        .addAll(labels(written));
            }
        }
        var metrics = new TreeMap<String, Metric>();
        types.forEach((name, type) -> {
            if (!isGreatestOf(name, types)) {
                metrics.put(name, new Metric(type, labels.getOrDefault(name, Set.of())));
            }
        });
        return new Shown(metrics, samples);
    }

    private static String metricOf(String sample, Map<String, String> types) {
        return Arrays.asList("_bucket", "_sum", "_count").stream()
                .filter(sample::endsWith)
                .map(suffix -> sample.substring(0, sample.length() - suffix.length()))
                .filter(types::containsKey)
                .findFirst()
                .orElse(sample);
    }

    private static boolean isGreatestOf(String name, Map<String, String> types) {
        return name.endsWith("_max")
                && Set.of("summary", "histogram")
                        .contains(types.getOrDefault(name.substring(0, name.length() - 4), ""));
    }

    private static Set<String> labels(String written) {
        return LABEL.matcher(written)
                .results()
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toSet());
    }

    /// Every name by which a query can ask for one of these.
    Set<String> names() {
        var names = new TreeSet<String>();
        metrics.forEach((name, metric) -> {
            switch (metric.type()) {
                case "summary" ->
                        names.addAll(Set.of(name + "_sum", name + "_count", name + "_max"));
                case "histogram" ->
                        names.addAll(
                                Set.of(
                                        name + "_sum",
                                        name + "_count",
                                        name + "_max",
                                        name + "_bucket"));
                default -> names.add(name);
            }
        });
        return names;
    }
}
