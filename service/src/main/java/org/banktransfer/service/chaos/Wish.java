package org.banktransfer.service.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One wish of a customer under one key, and every answer they ever got about it. Safe under
/// concurrency.
final class Wish {

    private final String customer;
    private final String key;
    private final String account;
    private final IssuedCard card;
    private final String pin;
    private final Optional<Long> amountMinor;
    private final List<Told> told = new ArrayList<>();
    private int unanswered;

    /// One answer.
    ///
    /// @param question `press`, `poll`, or `misuse` for the same key with another wish
    /// @param sentAt when the question was asked, of `System.nanoTime`
    /// @param heardAt when the answer was there
    /// @param heard the same, by the clock on the wall
    /// @param word the transfer's status or the problem's code
    /// @param id the transfer's; empty for a problem
    record Told(
            String question,
            long sentAt,
            long heardAt,
            Instant heard,
            int status,
            String word,
            String id,
            Optional<Long> amountMinor,
            String reason) {

        /// Whether it says that there is a transfer.
        boolean isTransfer() {
            return status / 100 == 2;
        }

        boolean isFinal() {
            return isTransfer()
                    && switch (word) {
                        case "completed", "declined", "reversed" -> true;
                        default -> false;
                    };
        }
    }

    /// @param amountMinor empty for the whole balance
    Wish(
            String customer,
            String key,
            String account,
            IssuedCard card,
            String pin,
            Optional<Long> amountMinor) {
        this.customer = customer;
        this.key = key;
        this.account = account;
        this.card = card;
        this.pin = pin;
        this.amountMinor = amountMinor;
    }

    synchronized void tell(Told answer) {
        told.add(answer);
    }

    /// A press that got no answer: the service may have heard it or not.
    synchronized void tellNothing() {
        unanswered++;
    }

    /// Every answer, in the order they came in.
    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    /// How many presses got no answer at all.
    synchronized int unanswered() {
        return unanswered;
    }

    /// The transfer's id, once the customer has been told of one.
    Optional<String> id() {
        return told().stream()
                .filter(each -> each.isTransfer() && !each.question().equals("misuse"))
                .map(Told::id)
                .findFirst();
    }

    /// Whether the customer has been told how it ended.
    boolean isOver() {
        return told().stream().anyMatch(Told::isFinal);
    }

    String customer() {
        return customer;
    }

    String key() {
        return key;
    }

    String account() {
        return account;
    }

    IssuedCard card() {
        return card;
    }

    String pin() {
        return pin;
    }

    Optional<Long> amountMinor() {
        return amountMinor;
    }

    @Override
    public String toString() {
        return "wish " + key + " of " + customer;
    }
}
