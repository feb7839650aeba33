package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The service is killed with a transfer at every point between two steps, restarted, and killed
/// again with recovery at every point between two of its steps.
class KilledAtEveryPointTest {

    private static final Pattern PAUSED = Pattern.compile("(?m)^paused at (\\S+) (tr_\\S+)$");

    private static final String[] OPTIONS = {
        "--rules.transfer-amount=USD=" + KilledCase.LIMIT,
        "--cash-out-within=3s",
        // What is lost here is lost on purpose; other transfers go on beside it.
        "--institutions.sandbox.breaker-window=10000"
    };

    /// A case under way.
    private record Held(KilledCase killed, Wish wish, String id) {}

    @Test
    void killed_between_any_two_steps_every_transfer_is_settled_within_five_seconds_of_the_restart(
            @TempDir Path directory) throws Exception {
        var cases = KilledCase.all();
        var points = cases.stream().map(KilledCase::heldAt).toList();
        try (var one = OneNode.of(Bank.open(directory), List.of(pauseAt(points)), OPTIONS)) {
            var held = holdAll(one, cases);
            one.kill();

            var twice = held.stream().filter(each -> each.killed.againAt().isPresent()).toList();
            one.institution().faults(dialWhileRecovering(twice));
            one.restart(pauseAt(againPoints(twice)));
            var settledOnce = one.untilSettled(ids(List.of(twice, waitingForPerson(held))));
            Bank.await(
                    "recovery is held at " + twice.size() + " points",
                    () -> paused(one).size() == twice.size());
            one.kill();

            one.institution().noFaults();
            one.restart();
            var settledTwice = one.untilSettled(ids(List.of(waitingForPerson(held))));
            System.out.printf(
                    "killed at %d points and at %d of recovery; settled %d ms and %d ms after the"
                            + " restart%n",
                    held.size(), twice.size(), settledOnce.toMillis(), settledTwice.toMillis());

            assertThat(settledOnce).isLessThan(Settling.PROMISED);
            assertThat(settledTwice).isLessThan(Settling.PROMISED);
            for (var each : held) {
                assertEnded(one, each);
            }
            one.assertBooksAgree();
        }
    }

    /// Presses for every case and waits until its drive is held where it should be.
    private static List<Held> holdAll(OneNode one, List<KilledCase> cases)
            throws InterruptedException {
        var held = new ArrayList<Held>();
        for (var group : byPoint(cases).entrySet()) {
            var wishes = new LinkedHashMap<Wish, KilledCase>();
            group.getValue()
                    .forEach(each ->
                            wishes.put(each.kind().wish(one.institution(), one.operator()), each));
            one.institution().faults(dialWhilePressing(wishes));
            for (var wish : wishes.keySet()) {
                var _ = one.press(wish);
            }
            Bank.await(
                    wishes.size() + " are held at " + group.getKey(),
                    () -> paused(one).size() == held.size() + wishes.size());
            wishes.forEach((wish, killed) ->
                    held.add(
                            new Held(
                                    killed,
                                    wish,
                                    Settling.ofAccount(one.operator(), wish.account())
                                            .getFirst())));
        }
        var points = paused(one);
        for (var each : held) {
            assertThat(points).containsEntry(each.id, each.killed.heldAt());
        }
        return held;
    }

    private static Map<String, List<KilledCase>> byPoint(List<KilledCase> cases) {
        return cases.stream()
                .collect(
                        Collectors.groupingBy(
                                KilledCase::heldAt, LinkedHashMap::new, Collectors.toList()));
    }

    private static List<Map<String, Object>> dialWhilePressing(Map<Wish, KilledCase> wishes) {
        var rules = new ArrayList<Map<String, Object>>();
        wishes.forEach((wish, killed) -> {
            switch (killed.kind()) {
                case ANSWER_LOST -> rules.add(rule("any", "drop_answer"));
                case REVERSAL_REFUSED -> rules.add(rule("reversal", "refuse_reversal"));
                case PLAIN, REFUSED, DECLINED, ADVISED_AGAINST -> {}
            }
        });
        return rules;
    }

    private static List<Map<String, Object>> dialWhileRecovering(List<Held> held) {
        var rules = new ArrayList<Map<String, Object>>();
        for (var each : held) {
            switch (each.killed.dial()) {
                case LOOK_UP_LOST -> rules.add(rule("look_up", "drop_request", "id", each.id));
                case REVERSAL_LOST -> rules.add(rule("reversal", "drop_answer", "id", each.id));
                case REVERSAL_REFUSED ->
                        rules.add(rule("reversal", "refuse_reversal", "id", each.id));
                case NOTHING -> {}
            }
        }
        return rules;
    }

    private static void assertEnded(OneNode one, Held held) throws IOException {
        var last = one.app().transfer(held.id, 0);
        assertThat(last.word()).as("%s", held).isEqualTo(held.killed.end());
        held.wish.assertMoneyFits(one.app(), last);
        var again = held.wish.press(one.app(), 0);
        assertThat(again.id()).as("%s", held).isEqualTo(held.id);
        assertThat(again.word()).as("%s", held).isEqualTo(held.killed.end());
        assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
        var cashOuts = Settling.requests(one.institution(), held.id, "cash_out");
        switch (held.killed.kind()) {
            case ADVISED_AGAINST -> assertThat(cashOuts).as("%s", held).isZero();
            case ANSWER_LOST -> assertThat(cashOuts).as("%s", held).isPositive();
            case PLAIN, REFUSED, DECLINED, REVERSAL_REFUSED ->
                    assertThat(cashOuts)
                            .as("%s", held)
                            .isEqualTo(held.killed.heldAt().equals("before:cash_out") ? 0 : 1);
        }
    }

    /// The transfers that are held in this run of the node, and where.
    private static Map<String, String> paused(OneNode one) {
        var paused = new HashMap<String, String>();
        var matcher = PAUSED.matcher(one.node().said());
        while (matcher.find()) {
            paused.put(matcher.group(2), matcher.group(1));
        }
        return paused;
    }

    private static String pauseAt(List<String> points) {
        return "-Dbanktransfer.pause-at=" + String.join(",", points);
    }

    private static List<String> againPoints(List<Held> held) {
        return held.stream()
                .map(each -> each.killed.againAt().orElseThrow() + ":" + each.id)
                .toList();
    }

    private static List<Held> waitingForPerson(List<Held> held) {
        return held.stream().filter(each -> each.killed.waitsForPerson()).toList();
    }

    private static Set<String> ids(Collection<List<Held>> held) {
        return held.stream()
                .flatMap(List::stream)
                .map(Held::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
