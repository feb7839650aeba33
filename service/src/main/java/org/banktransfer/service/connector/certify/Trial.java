package org.banktransfer.service.connector.certify;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// One case being tried: sends for it, keeps what was said, and puts back what it took. Safe under
/// concurrency.
final class Trial {

    static final String JSON = "application/json";

    private static final Duration VALID_FOR = Duration.ofMinutes(10);
    private static final Duration REVERSED_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ASKING = Duration.ofMillis(200);
    private static final int REVERSALS_MAX = 5;
    private static final int SHOWN_MAX = 400;
    private static final Pattern SECRET_FIELD =
            Pattern.compile("\"(number|pin|card_jwe)\" ?: ?\"[^\"]*\"");
    private static final Pattern REFERENCE = Pattern.compile("[\\x20-\\x7e]{1,64}");

    private final Session session;
    private final List<Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());
    private final Set<TransferId> mine = Collections.synchronizedSet(new TreeSet<>());

    Trial(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    // --- What is asked ---------------------------------------------------------------------------

    /// The test card's balance.
    long balance() {
        return session.card().balanceMinor();
    }

    /// An amount well below the balance, which fits into it four times.
    long part() {
        return balance() / 4;
    }

    /// A new cash-out of this amount.
    Order order(long minor) {
        return order(new RequestedAmount.Exactly(new Money(minor, session.card().currency())));
    }

    /// A new cash-out of all that is on the card.
    Order orderOfAll() {
        return order(new RequestedAmount.WholeBalance(session.card().currency()));
    }

    private Order order(RequestedAmount amount) {
        return new Order(
                new CashOutRequest(
                        session.nextId(),
                        session.card().card(),
                        amount,
                        session.clock().instant().plus(VALID_FOR)));
    }

    Answer cashOut(Order order) throws InterruptedException {
        return cashOut(order.id(), JSON, session.body(order.request()));
    }

    /// The same with any body, which may be no cash-out at all.
    Answer cashOut(TransferId id, String type, byte[] body) throws InterruptedException {
        remember(id);
        var answer = put("/v1/cash-outs/" + id, type, body);
        if (answer.word().equals("200 approved")) {
            session.paid()
                    .putIfAbsent(
                            id, new Session.Paid(answer.amountMinor(), answer.field("reference")));
        }
        return answer;
    }

    Answer lookUp(TransferId id) throws InterruptedException {
        return get("/v1/cash-outs/" + id, JSON);
    }

    Answer reverse(TransferId id) throws InterruptedException {
        return reverse(id, "{\"reason\":\"certify\"}");
    }

    /// The same with any body.
    Answer reverse(TransferId id, String body) throws InterruptedException {
        remember(id);
        var answer =
                put(
                        "/v1/cash-outs/" + id + "/reversal",
                        JSON,
                        body.getBytes(StandardCharsets.UTF_8));
        if (answer.word().equals("200 reversed")) {
            session.putBack().add(id);
        }
        return answer;
    }

    /// Something is about to be asked about it, so it is put back in the end.
    void remember(TransferId id) {
        session.asked().add(id);
        mine.add(id);
    }

    /// Asks to reverse until there is an answer that is not "reversing".
    Answer reverseToTheEnd(TransferId id) throws InterruptedException {
        var giveUpAt = session.clock().instant().plus(REVERSED_WITHIN);
        var answer = reverse(id);
        while (answer.word().equals("202 reversing")
                && session.clock().instant().isBefore(giveUpAt)) {
            Thread.sleep(BETWEEN_ASKING);
            answer = reverse(id);
        }
        return answer;
    }

    Answer get(String path, String accept) throws InterruptedException {
        return noted("GET " + path, session.wire().get(path, accept));
    }

    Answer put(String path, String type, byte[] body) throws InterruptedException {
        return noted(
                "PUT " + path + " " + new String(body, StandardCharsets.UTF_8),
                session.wire().put(path, type, body));
    }

    private Answer noted(String request, Answer answer) {
        var line = request.split(" \\{", 2)[0];
        if (session.secrets().areIn(answer)) {
            session.telling().add(shown(line));
        }
        if (!answer.saysLength()) {
            session.endless().add(shown(line));
        }
        var heard = answer.came() ? answer.status() + " " + answer.text() : answer.text();
        exchanges.add(new Exchange(shown(request), shown(heard)));
        return answer;
    }

    private String shown(String text) {
        var blotted =
                session.secrets()
                        .blotted(SECRET_FIELD.matcher(text).replaceAll("\"$1\":\"…\""))
                        .replaceAll("\\p{Cntrl}+", " ")
                        .strip();
        return blotted.length() <= SHOWN_MAX ? blotted : blotted.substring(0, SHOWN_MAX) + "…";
    }

    /// Does all of it at the same time.
    ///
    /// @return what each came to, in their order
    <T> List<T> atOnce(List<Callable<T>> all) throws InterruptedException {
        var start = new CyclicBarrier(all.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done =
                    threads.invokeAll(all.stream().map(each -> startingWith(start, each)).toList());
            var results = new ArrayList<T>();
            for (var each : done) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> Callable<T> startingWith(CyclicBarrier start, Callable<T> call) {
        return () -> {
            try {
                start.await();
            } catch (BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
            return call.call();
        };
    }

    // --- What is expected ------------------------------------------------------------------------

    /// One of these words, about the transfer.
    void expect(TransferId id, Answer answer, String... words) throws Unmet {
        require(null, id, answer, words);
    }

    /// The same of an institution that does not lack something: a line of the sheet can say that it
    /// does. No answer, and an error of its own, are no lack.
    void require(@Nullable Lack lack, TransferId id, Answer answer, String... words) throws Unmet {
        var expected = String.join(" or ", words);
        if (!List.of(words).contains(answer.word())) {
            boolean spoke = answer.came() && answer.status() < 500 && answer.status() != 429;
            throw new Unmet(expected, found(answer), spoke ? lack : null);
        }
        if (!answer.field("id").equals(id.toString())) {
            throw new Unmet(expected + " with the id asked about", found(answer));
        }
    }

    /// An approval of just what was ordered.
    void expectApproved(Order order, Answer answer) throws Unmet {
        requireApproved(null, order, answer);
    }

    void requireApproved(@Nullable Lack lack, Order order, Answer answer) throws Unmet {
        require(lack, order.id(), answer, "200 approved");
        long expected =
                switch (order.amount()) {
                    case RequestedAmount.Exactly(var amount) -> amount.minor();
                    case RequestedAmount.WholeBalance _ -> balance();
                };
        check(answer.amountMinor() == expected, "amount " + expected, answer);
        var currency = order.currency().getCurrencyCode();
        check(answer.field("currency").equals(currency), "currency " + currency, answer);
        check(
                REFERENCE.matcher(answer.field("reference")).matches(),
                "a reference of 1 to 64 characters",
                answer);
        check(at(answer) != null, "at: a time as RFC 3339 writes it, in UTC with Z", answer);
    }

    void expectDeclined(Order order, Answer answer, String... codes) throws Unmet {
        expect(order.id(), answer, "200 declined");
        check(
                List.of(codes).contains(answer.field("code")),
                "declined with the code " + String.join(" or ", codes),
                answer);
    }

    /// A request that is not one of the contract's.
    void expectRefused(String what, Answer answer) throws Unmet {
        check(answer.isRefusal(), "400 to " + what, answer);
    }

    /// What a look-up says of it, if the institution looks up at all.
    void expectOnRecord(TransferId id, String... words) throws Unmet, InterruptedException {
        if (!session.lacks().contains(Lack.LOOK_UPS)) {
            expect(id, lookUp(id), words);
        }
    }

    /// All of the balance is on the card: takes it, and puts it back.
    void expectWholeBalance() throws Unmet, InterruptedException {
        expectBalance(balance(), null);
    }

    /// So much is on the card.
    ///
    /// @param lack what the institution lacks if there is less
    void expectBalance(long minor, @Nullable Lack lack) throws Unmet, InterruptedException {
        var all = orderOfAll();
        var answer = cashOut(all);
        expect(all.id(), answer, "200 approved");
        expect(all.id(), reverseToTheEnd(all.id()), "200 reversed");
        if (answer.amountMinor() != minor) {
            throw new Unmet(
                    minor + " on the card",
                    answer.amountMinor() + " on the card",
                    answer.amountMinor() < minor ? lack : null);
        }
    }

    void check(boolean holds, String expected, Answer answer) throws Unmet {
        if (!holds) {
            throw new Unmet(expected, found(answer));
        }
    }

    /// When it says that it paid; null if it does not say so as the contract has it.
    static @Nullable Instant at(Answer answer) {
        var at = answer.field("at");
        try {
            return at.endsWith("Z") ? Instant.parse(at) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private String found(Answer answer) {
        if (!answer.came()) {
            return answer.text();
        }
        return shown(
                answer.isJson()
                        ? answer.status() + " " + answer.text()
                        : answer.status() + " " + answer.type() + " " + answer.text());
    }

    // --- Afterwards ------------------------------------------------------------------------------

    /// Puts back whatever this case took.
    ///
    /// @return the transfers of which the institution does not say that it did
    Set<TransferId> putBackAll() throws InterruptedException {
        var left = new TreeSet<TransferId>();
        for (var id : Set.copyOf(mine)) {
            if (!session.putBack().contains(id) && !isPutBack(id)) {
                left.add(id);
            }
        }
        return left;
    }

    private boolean isPutBack(TransferId id) throws InterruptedException {
        for (int times = 0; times < REVERSALS_MAX; times++) {
            switch (reverseToTheEnd(id).word()) {
                case "200 reversed", "200 blocked", "200 declined" -> {
                    return true;
                }
                default -> Thread.sleep(BETWEEN_ASKING);
            }
        }
        return false;
    }
}
