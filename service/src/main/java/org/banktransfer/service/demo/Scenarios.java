package org.banktransfer.service.demo;

import static org.banktransfer.service.demo.SandboxAdmin.rule;
import static org.banktransfer.service.demo.Stage.PIN;
import static org.banktransfer.service.demo.Stage.await;
import static org.banktransfer.service.demo.Stage.dollars;
import static org.banktransfer.service.demo.Stage.newKey;

import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.Scenario.Result;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What the demonstration plays, in order. Each says itself whether it went as it should.
final class Scenarios {

    private static final int PRESSES = 5;
    private static final int ASKED_IN_VAIN = 8;
    private static final Optional<Long> WHOLE_BALANCE = Optional.empty();

    private final Consumer<String> blockCard;

    /// @param blockCard does what an operator does when a card is reported stolen
    Scenarios(Consumer<String> blockCard) {
        this.blockCard = blockCard;
    }

    List<Scenario> inOrder() {
        return List.of(
                new Scenario("a card is redeemed", Scenarios::plainSuccess),
                new Scenario("an amount, not all of it", Scenarios::anAmount),
                new Scenario("the whole balance", Scenarios::wholeBalance),
                new Scenario("the institution declines: not enough on it", Scenarios::declined),
                new Scenario("a wrong PIN, then the right one", Scenarios::wrongPin),
                new Scenario(
                        "reported stolen meanwhile: refused, and reversed", this::refusedForFraud),
                new Scenario("the approval's answer is lost", Scenarios::answerLost),
                new Scenario("the institution is down, and comes back", Scenarios::down),
                new Scenario("SIGKILL between cash-out and credit", Scenarios::killed),
                new Scenario("pressed 5 times at once, one key", Scenarios::oneKey),
                new Scenario("pressed 5 times at once, 5 keys", Scenarios::fiveKeys));
    }

    private static Result plainSuccess(Stage stage) throws IOException {
        return completed(stage, Optional.of(5000L), 5000);
    }

    private static Result anAmount(Stage stage) throws IOException {
        return completed(stage, Optional.of(1250L), 1250);
    }

    private static Result wholeBalance(Stage stage) throws IOException {
        return completed(stage, WHOLE_BALANCE, 5000);
    }

    /// On a slow or cold machine the first answer may come before the outcome is known, and says
    /// so.
    private static Result completed(Stage stage, Optional<Long> amountMinor, long movedMinor)
            throws IOException {
        var seen = stage.press(newKey(), PIN, amountMinor);
        var last = settled(stage, seen);
        return new Result(
                said(seen, last), last.word().equals("completed") && stage.moved(movedMinor));
    }

    private static Seen settled(Stage stage, Seen seen) throws IOException {
        return seen.isFinal() ? seen : stage.untilFinal(seen.id());
    }

    private static Result declined(Stage stage) throws IOException {
        var seen = stage.press(newKey(), PIN, Optional.of(999_900L));
        var last = settled(stage, seen);
        return new Result(
                said(seen, last), last.reason().equals("insufficient_funds") && stage.moved(0));
    }

    private static Result wrongPin(Stage stage) throws IOException {
        var wrong = settled(stage, stage.press(newKey(), "0000", WHOLE_BALANCE));
        var right = settled(stage, stage.press(newKey(), PIN, WHOLE_BALANCE));
        return new Result(
                said(wrong) + "; " + said(right),
                wrong.reason().equals("wrong_pin")
                        && right.word().equals("completed")
                        && stage.moved(5000));
    }

    /// The rules had nothing against it when they were asked for advice; by the time the
    /// institution has paid, the card is blocked, and the ledger's word is binding.
    private Result refusedForFraud(Stage stage) throws IOException, InterruptedException {
        stage.institution()
                .faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 3000, "times", 1)));
        var first = stage.press(newKey(), PIN, WHOLE_BALANCE);
        awaitApproved(stage, first.id());
        blockCard.accept(stage.number());
        var last = stage.untilFinal(first.id());
        return new Result(
                said(first) + "; then " + said(last),
                last.word().equals("reversed")
                        && last.reason().equals("refused_fraud")
                        && stage.moved(0));
    }

    private static Result answerLost(Stage stage) throws IOException {
        stage.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 1)));
        var seen = stage.press(newKey(), PIN, WHOLE_BALANCE);
        var last = stage.untilFinal(seen.id());
        return new Result(said(seen, last), last.word().equals("completed") && stage.moved(5000));
    }

    private static Result down(Stage stage) throws IOException, InterruptedException {
        stage.institution().faults(List.of(rule("any", "down")));
        var seen = stage.press(newKey(), PIN, WHOLE_BALANCE);
        boolean wasTold = seen.status() == 202;
        await(
                "the institution was asked in vain for a while",
                () -> stage.institution().requests(seen.id()).size() >= ASKED_IN_VAIN);
        stage.institution().noFaults();
        var last = stage.untilFinal(seen.id());
        return new Result(
                said(seen, last), wasTold && last.word().equals("completed") && stage.moved(5000));
    }

    private static Result killed(Stage stage) throws IOException, InterruptedException {
        stage.institution()
                .faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 20_000, "times", 1)));
        var key = newKey();
        var first = stage.press(key, PIN, WHOLE_BALANCE);
        awaitApproved(stage, first.id());
        stage.node().kill();
        stage.institution().noFaults();
        stage.world().restart(stage.node());
        var again = stage.press(key, PIN, WHOLE_BALANCE);
        var last = stage.untilFinal(again.id());
        return new Result(
                said(first) + "; killed and restarted; same key: " + said(again, last),
                again.id().equals(first.id())
                        && last.word().equals("completed")
                        && stage.moved(5000));
    }

    private static Result oneKey(Stage stage) throws IOException, InterruptedException {
        var key = newKey();
        var seen = atOnce(() -> stage.press(key, PIN, WHOLE_BALANCE));
        var ids = seen.stream().map(Seen::id).distinct().toList();
        var last = stage.untilFinal(ids.getFirst());
        return new Result(
                counted(seen),
                ids.size() == 1 && last.word().equals("completed") && stage.moved(5000));
    }

    private static Result fiveKeys(Stage stage) throws IOException, InterruptedException {
        var seen = atOnce(() -> stage.press(newKey(), PIN, Optional.of(5000L)));
        var last = new ArrayList<Seen>();
        for (var each : seen) {
            last.add(each.status() == 202 ? settled(stage, each) : each);
        }
        var completed = last.stream().filter(each -> each.word().equals("completed")).count();
        boolean othersTold =
                last.stream()
                        .allMatch(each ->
                                switch (each.word()) {
                                    case "completed", "transfer_in_progress" -> true;
                                    // It came after the first had settled.
                                    case "declined" -> each.reason().equals("insufficient_funds");
                                    default -> false;
                                });
        return new Result(counted(seen), completed == 1 && othersTold && stage.moved(5000));
    }

    private static void awaitApproved(Stage stage, String id) throws InterruptedException {
        await(
                "the institution has paid",
                () ->
                        stage.institution()
                                .cashOut(id)
                                .path("status")
                                .asString("")
                                .equals("approved"));
    }

    private static List<Seen> atOnce(Callable<Seen> press) throws InterruptedException {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pressed = new ArrayList<Future<Seen>>();
            for (int i = 0; i < PRESSES; i++) {
                pressed.add(
                        threads.submit(() -> {
                            start.await();
                            return press.call();
                        }));
            }
            start.countDown();
            var seen = new ArrayList<Seen>();
            for (var each : pressed) {
                seen.add(each.get());
            }
            return seen;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String counted(List<Seen> seen) {
        return seen.stream()
                .collect(
                        Collectors.groupingBy(
                                each -> each.status() + " " + each.word(),
                                TreeMap::new,
                                Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " x " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String said(Seen first, Seen last) {
        return first.word().equals(last.word())
                ? said(first)
                : said(first) + "; then " + said(last);
    }

    private static String said(Seen seen) {
        var amount = seen.body().path("amount");
        return seen.status()
                + " "
                + seen.word()
                + (amount.isNumber() && seen.word().equals("completed")
                        ? " " + dollars(amount.asLong()) + " USD"
                        : "")
                + (seen.reason().isEmpty() ? "" : " (" + seen.reason() + ")")
                + " in "
                + milliseconds(seen.took());
    }

    private static String milliseconds(Duration time) {
        return time.toMillis() + " ms";
    }
}
