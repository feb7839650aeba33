package org.banktransfer.bench.measured;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a node says of itself at `/metrics`: each metric's sum over its labels.
public record NodeMetrics(Map<String, Double> sums) {

    public NodeMetrics {
        sums = Map.copyOf(sums);
    }

    public static NodeMetrics of(URI node) {
        try {
            var connection = (HttpURLConnection) node.resolve("/metrics").toURL().openConnection();
            try (var in = connection.getInputStream()) {
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the metrics of " + node, e);
        }
    }

    static NodeMetrics parse(String text) {
        var sums = new HashMap<String, Double>();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int blank = line.lastIndexOf(' ');
                    int brace = line.indexOf('{');
                    if (blank > 0) {
                        sums.merge(
                                line.substring(0, brace < 0 ? blank : brace),
                                Double.valueOf(line.substring(blank + 1)),
                                Double::sum);
                    }
                });
        return new NodeMetrics(sums);
    }

    public double get(String name) {
        return sums.getOrDefault(name, 0.0);
    }
}
