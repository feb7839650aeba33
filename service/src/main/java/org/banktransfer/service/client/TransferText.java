package org.banktransfer.service.client;

import picocli.CommandLine.Help.Ansi;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;

/// Transfers as a person reads them.
///
/// What comes from the service is printed without its control characters: an institution's own
/// words are among it, and a terminal obeys what it is sent.
public final class TransferText {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\u0080-\u009f]");

    private final PrintWriter out;
    private final Ansi colours;

    public TransferText(PrintWriter out, Ansi colours) {
        this.out = out;
        this.colours = colours;
    }

    static String printable(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    /// One line.
    public void line(JsonNode transfer) {
        out.printf(
                "%s  %s  %s %s  card …%s at %s  to %s%s%n",
                text(transfer, "created_at"),
                text(transfer, "id"),
                status(transfer),
                "%14s".formatted(amount(transfer)),
                printable(transfer.at("/card/last4").asString("")),
                text(transfer, "institution"),
                text(transfer, "account"),
                reason(transfer));
        out.flush();
    }

    /// A transfer, where its money is, and every call that was made for it.
    public void whole(JsonNode transfer, List<JsonNode> history) {
        out.printf("%s  %s%n", text(transfer, "id"), status(transfer).stripTrailing());
        out.printf(
                "  %s, card …%s at %s, to %s%n",
                amount(transfer),
                printable(transfer.at("/card/last4").asString("")),
                text(transfer, "institution"),
                text(transfer, "account"));
        var why = transfer.at("/reason/message").asString("");
        if (!why.isEmpty()) {
            out.printf(
                    "  %s (%s)%n",
                    printable(why), printable(transfer.at("/reason/code").asString("")));
        }
        var money = Whereabouts.of(text(transfer, "status"), history);
        out.printf("  the money is %s%n", money.words());
        var begun = Instant.parse(text(transfer, "created_at"));
        out.printf("%n  begun %s, last changed %s%n", begun, text(transfer, "updated_at"));
        for (var call : history) {
            var after = Duration.between(begun, Instant.parse(text(call, "at")));
            out.printf(
                    "  %11s  %-15s %-20s %6s ms  %s%n",
                    since(after),
                    text(call, "step").replace('_', ' '),
                    text(call, "outcome").replace('_', ' '),
                    text(call, "took_ms"),
                    (text(call, "detail") + "  " + text(call, "node")).strip());
        }
        out.flush();
    }

    /// Clocks of two nodes differ, so a call may seem to come before the beginning.
    private static String since(Duration after) {
        return "%s%d.%03d s"
                .formatted(
                        after.isNegative() ? "-" : "+",
                        after.abs().toSeconds(),
                        after.abs().toMillisPart());
    }

    private static String amount(JsonNode transfer) {
        var code = text(transfer, "currency");
        if (!transfer.path("amount").isIntegralNumber()) {
            return "all, " + code;
        }
        int digits = Math.max(Currency.getInstance(code).getDefaultFractionDigits(), 0);
        return BigDecimal.valueOf(transfer.path("amount").asLong(), digits).toPlainString()
                + " "
                + code;
    }

    private static String reason(JsonNode transfer) {
        var code = transfer.at("/reason/code").asString("");
        return code.isEmpty() ? "" : "  " + printable(code);
    }

    /// As wide as the longest.
    private String status(JsonNode transfer) {
        var status = text(transfer, "status");
        var colour =
                switch (status) {
                    case "completed" -> "green";
                    case "declined" -> "yellow";
                    case "reversed" -> "magenta";
                    default -> "cyan";
                };
        return colours.text("@|" + colour + " " + status + "|@")
                + " ".repeat(Math.max("completed".length() - status.length(), 0));
    }

    private static String text(JsonNode node, String field) {
        return printable(node.path(field).asString(""));
    }
}
