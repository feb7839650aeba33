package org.banktransfer.service.console;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.TransferId;
import org.banktransfer.service.http.Call;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferSearch;
import org.banktransfer.transfer.TransferSearch.Sought;
import org.banktransfer.transfer.TransferStore;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// One question of an operator's, and what was found. What it asks for is told by its shape: an id,
/// an account, four digits; anything else is an idempotency key or an institution's reference.
///
/// @param asked as it was typed
/// @param understood how it was taken, for people; empty if nothing was asked
/// @param exact the transfer, if it can be but one
record Finding(
        String asked,
        String customer,
        String from,
        String until,
        String understood,
        List<TransferRow> found,
        Optional<TransferId> exact) {

    private static final int SHOWN = 50;
    private static final Duration USUALLY = Duration.ofDays(7);

    /// Where to look.
    record Places(TransferStore transfers, TransferSearch search) {}

    static Finding of(Call call, Places places, Instant now) {
        var asked = typed(call, "q");
        var customer = typed(call, "customer");
        var until = time(call.query("until")).orElse(now.plusSeconds(60));
        var from = time(call.query("from")).orElse(until.minus(USUALLY));
        boolean hasPeriod =
                time(call.query("from")).or(() -> time(call.query("until"))).isPresent();
        var question = new Question(asked, customer, from, until);
        var answer =
                asked.isEmpty() && customer.isEmpty() && !hasPeriod
                        ? new Answer("", List.of())
                        : answer(question, places);
        return new Finding(
                asked,
                customer,
                input(from),
                input(until),
                answer.understood,
                Overview.rows(answer.found, now),
                answer.isExact() ? Optional.of(answer.found.getFirst().id()) : Optional.empty());
    }

    private static String typed(Call call, String name) {
        return call.query(name).map(Fields::plain).orElse("");
    }

    private record Question(String asked, String customer, Instant from, Instant until) {}

    private record Answer(String understood, List<Transfer> found, boolean isOne) {

        Answer(String understood, List<Transfer> found) {
            this(understood, found, false);
        }

        boolean isExact() {
            return isOne && found.size() == 1;
        }
    }

    private static Answer answer(Question question, Places places) {
        var asked = question.asked();
        if (asked.matches("tr_[0-9a-f]{32}")) {
            return new Answer(
                    "the transfer " + asked,
                    places.transfers().find(TransferId.parse(asked)).stream().toList(),
                    true);
        }
        if (!question.customer().isEmpty()) {
            return ofCustomer(question, places);
        }
        if (asked.matches("acc_[A-Za-z0-9_-]{1,60}")) {
            return new Answer(
                    "the newest transfers into " + asked,
                    listed(places, Optional.empty(), Optional.of(new AccountId(asked))));
        }
        return within(question, places.search());
    }

    /// By indexes that serve customers too.
    private static Answer ofCustomer(Question question, Places places) {
        try {
            var customer = new CustomerId(question.customer());
            return question.asked().isEmpty()
                    ? new Answer(
                            "the newest transfers of customer " + customer.value(),
                            listed(places, Optional.of(customer), Optional.empty()))
                    : new Answer(
                            "the transfer of customer "
                                    + customer.value()
                                    + " with the idempotency key "
                                    + question.asked(),
                            places
                                    .transfers()
                                    .findByKey(customer, new IdempotencyKey(question.asked()))
                                    .stream()
                                    .toList(),
                            true);
        } catch (IllegalArgumentException e) {
            return new Answer("no customer and key that could be: " + e.getMessage(), List.of());
        }
    }

    private static List<Transfer> listed(
            Places places, Optional<CustomerId> customer, Optional<AccountId> account) {
        return places.transfers()
                .list(
                        new TransferStore.Filter(customer, account, Optional.empty()),
                        Optional.empty(),
                        SHOWN);
    }

    /// By reading the period through.
    private static Answer within(Question question, TransferSearch search) {
        var asked = question.asked();
        var period =
                " accepted from " + input(question.from()) + " until " + input(question.until());
        try {
            if (asked.isEmpty()) {
                return new Answer(
                        "transfers" + period, find(question, search, new Sought.Anything()));
            }
            if (asked.matches("\\d{4}")) {
                return new Answer(
                        "transfers from cards ending in " + asked + period,
                        find(question, search, new Sought.Last4(asked)));
            }
            var found = new LinkedHashMap<TransferId, Transfer>();
            find(question, search, new Sought.Key(asked)).forEach(t -> found.put(t.id(), t));
            find(question, search, new Sought.Reference(asked)).forEach(t -> found.put(t.id(), t));
            return new Answer(
                    "transfers with the idempotency key or the institution's reference "
                            + asked
                            + period,
                    List.copyOf(found.values()));
        } catch (StoreUnreachable e) {
            return new Answer(
                    "more than can be read through in time; make the period shorter, or name the"
                            + " customer",
                    List.of());
        }
    }

    private static List<Transfer> find(Question question, TransferSearch search, Sought sought) {
        return search.find(sought, question.from(), question.until(), SHOWN);
    }

    /// As a browser's field for a time writes it, in UTC; no year that a database could not hold.
    private static Optional<Instant> time(Optional<String> written) {
        try {
            return written.map(String::strip)
                    .filter(text -> text.matches("\\d{4}-.*"))
                    .map(text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String input(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC).withSecond(0).withNano(0).toString();
    }

    boolean isAsked() {
        return !understood.isEmpty();
    }
}
