package org.banktransfer.service.connector.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A certificate for people.
public final class CertificateText {

    private CertificateText() {}

    /// One case, in a line; with what was expected, found and sent if it did not pass.
    ///
    /// @param wordy whether to show what was sent by one that passed as well
    public static String of(CaseResult result, boolean wordy) {
        var lines = new ArrayList<String>();
        lines.add(
                "  %-9s  %-22s  %s"
                        .formatted(result.verdict().word(), result.name(), result.promise()));
        switch (result.verdict()) {
            case Verdict.Passed _ -> {}
            case Verdict.Lacking(_, var expected, var found) ->
                    lines.addAll(details(result, expected, found));
            case Verdict.Failed(var expected, var found) ->
                    lines.addAll(details(result, expected, found));
            case Verdict.NotTried(var why) -> lines.add(indented("because", why));
        }
        if (wordy || isWorthShowing(result.verdict())) {
            for (var exchange : result.exchanges()) {
                lines.add(indented("sent", exchange.sent()));
                lines.add(indented("heard", exchange.heard()));
            }
        }
        return String.join("\n", lines);
    }

    private static boolean isWorthShowing(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Lacking _, Verdict.Failed _ -> true;
            case Verdict.Passed _, Verdict.NotTried _ -> false;
        };
    }

    private static List<String> details(CaseResult result, String expected, String found) {
        return List.of(
                indented("expected", expected),
                indented("found", found),
                indented("matters", result.why()));
    }

    private static String indented(String name, String text) {
        return "             %-9s %s".formatted(name, text);
    }

    /// What it comes to, and the capability sheet to put into the settings.
    public static String of(Certificate certificate) {
        var lines = new ArrayList<String>();
        lines.add(counts(certificate));
        lines.add(money(certificate));
        lines.add(conclusion(certificate));
        lines.add("");
        lines.addAll(settings(certificate));
        return String.join("\n", lines);
    }

    private static String counts(Certificate certificate) {
        return "%d passed, %d lacking, %d failed, %d not tried in %.1f s"
                .formatted(
                        count(certificate, "passed"),
                        count(certificate, "lacking"),
                        count(certificate, "failed"),
                        count(certificate, "not tried"),
                        certificate.took().toMillis() / 1000.0);
    }

    private static long count(Certificate certificate, String word) {
        return certificate.results().stream()
                .filter(result -> result.verdict().word().equals(word))
                .count();
    }

    private static String money(Certificate certificate) {
        return certificate.left().isEmpty()
                ? "Everything that was taken from the card is back on it."
                : "NOT PUT BACK, as far as it says: " + String.join(", ", certificate.left());
    }

    private static String conclusion(Certificate certificate) {
        if (!certificate.canBeConnected()) {
            return "It is not to be connected: what failed is made up for by no setting.";
        }
        return certificate.isClean()
                ? "It can be connected."
                : "It can be connected by this sheet; for what is lacking, see docs/settings.md.";
    }

    /// As they stand in a settings file.
    public static List<String> settings(Certificate certificate) {
        var settings = certificate.settings();
        var prefix = "institutions." + settings.name() + ".";
        var lines = new ArrayList<String>();
        lines.add(prefix + "url=" + settings.url());
        for (Map.Entry<String, String> line : certificate.sheet().entrySet()) {
            if (line.getKey().equals("reversal-window")) {
                lines.add("# What no case can find out; agree on it with the institution:");
            }
            lines.add(prefix + line.getKey() + "=" + line.getValue());
        }
        return lines;
    }
}
