package org.banktransfer.service.client;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Locale;

/// Where a transfer's money is, as far as its status and its history tell.
public enum Whereabouts {
    ON_CARD("on the card; nothing has left it"),
    BACK_ON_CARD("back on the card"),
    IN_ACCOUNT("in the customer's account"),
    PAID_NOT_CREDITED("paid by the institution, and not in the account yet"),
    ON_ITS_WAY_BACK("paid by the institution, and on its way back to the card"),
    NOT_KNOWN("not known yet: on the card, or paid and not heard of");

    private final String words;

    Whereabouts(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }

    /// For programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param history all that is known of it; what was never heard is not known
    public static Whereabouts of(String status, List<JsonNode> history) {
        boolean wasPaid = history.stream().anyMatch(call -> outcome(call).equals("approved"));
        return switch (status) {
            case "completed" -> IN_ACCOUNT;
            case "declined" -> ON_CARD;
            case "reversed" ->
                    wasPaid || history.stream().anyMatch(call -> outcome(call).equals("reversed"))
                            ? BACK_ON_CARD
                            : ON_CARD;
            case "reversing" -> wasPaid ? ON_ITS_WAY_BACK : NOT_KNOWN;
            case "pending" -> wasPaid ? PAID_NOT_CREDITED : NOT_KNOWN;
            // A status that a later version of the service has.
            default -> NOT_KNOWN;
        };
    }

    private static String outcome(JsonNode call) {
        return call.path("outcome").asString("");
    }
}
